"""What is stored of a customer, as she says it herself. Steps of somebody else's transaction."""

from __future__ import annotations

from bot.domain.conversation import Customer
from bot.domain.events import CustomerChanged
from bot.ports import UnitOfWork

_WORDS = {"addresses": "address", "labels": "address", "phone": "phone", "name": "name"}


async def change_profile(
    uow: UnitOfWork,
    customer_id: str,
    by: str,
    phone: str = "",
    name: str = "",
    address: str = "",
    label: str = "",
    further: bool = False,
) -> Customer:
    """Stores what is given; ``further``, or with a ``label``, the address comes beside the home she has."""
    customer = await uow.customers.get(customer_id)
    if address and (label or further):
        changed = customer.with_further(address, label)
    else:
        changed = customer.with_profile(phone, name, address)
    if changed != customer:
        await uow.customers.save(changed)
        fields = (word for part, word in _WORDS.items() if getattr(changed, part) != getattr(customer, part))
        uow.happened(CustomerChanged(customer.id, by, tuple(dict.fromkeys(fields))))
    return changed
