"""What an event of the platform says: its fields in our words, and the key it is known by."""

from __future__ import annotations

from typing import Any

from bot.adapters.wechat.xml import Node, node_of, nodes_of, text_of

_NAMES = {
    "EventKey": "event_key", "Ticket": "ticket", "Status": "status", "MsgID": "msg_id", "MsgId": "msg_id",
    "MenuId": "menu_item_id", "KfAccount": "kf_account", "FromKfAccount": "from_kf_account",
    "Latitude": "latitude", "Longitude": "longitude", "Precision": "precision",
}  # fmt: skip
_LISTS = ("SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent", "SubscribeMsgSentEvent")
_NUMBERS = ("latitude", "longitude", "precision")
_QR_PREFIX = "qrscene_"


def fields_of(body: Node) -> dict[str, Any]:
    """The event's fields; names as ``InboundMessage.fields`` lists them. Source: official page 接收事件推送."""
    event = text_of(body, "Event").lower()
    fields: dict[str, Any] = {ours: value for theirs, ours in _NAMES.items() if (value := text_of(body, theirs))}
    for name in _NUMBERS:
        if name in fields:
            fields[name] = number(fields[name])
    fields["event"] = event
    key = fields.get("event_key", "")
    if event == "scan" and key:
        fields["scene"] = key
    elif event == "subscribe" and key.startswith(_QR_PREFIX):
        fields["scene"] = key.removeprefix(_QR_PREFIX)
    if taken_over := text_of(body, "ToKfAccount"):
        fields["kf_account"] = taken_over
    fields |= _details(body)
    if lists := _subscriptions(body):
        fields["subscriptions"] = lists
    return fields


def key_of(fields: dict[str, Any]) -> str:
    """What tells two events of one customer in the same second apart."""
    names = ("event_key", "msg_id", "ticket", "kf_account")
    parts = [str(fields[name]) for name in names if name in fields]
    for item in fields.get("subscriptions", ()):
        parts += [item["template_id"], str(item.get("msg_id", ""))]
    return "|".join(filter(None, parts))


def number(text: str) -> float:
    """A coordinate; 0.0 for what is none, as the platform sends when it does not know."""
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if abs(value) < 1e6 else 0.0


def _details(body: Node) -> dict[str, Any]:
    """The nested part of menu events (自定义菜单事件推送)."""
    found: dict[str, Any] = {}
    if scan := node_of(body, "ScanCodeInfo"):
        found |= {"scan_type": text_of(scan, "ScanType"), "scan_result": text_of(scan, "ScanResult")}
    if place := node_of(body, "SendLocationInfo"):
        found |= {
            "latitude": number(text_of(place, "Location_X")),
            "longitude": number(text_of(place, "Location_Y")),
            "scale": text_of(place, "Scale"),
            "label": text_of(place, "Label"),
            "poi_name": text_of(place, "Poiname"),
        }
    if pictures := node_of(body, "SendPicsInfo"):
        items = nodes_of(node_of(pictures, "PicList"), "item")
        found["picture_md5s"] = [text_of(item, "PicMd5Sum") for item in items]
    return found


def _subscriptions(body: Node) -> list[dict[str, str]]:
    """One entry per template (订阅通知事件推送); older pushes name the change event's container otherwise."""
    items = [item for container in _LISTS for part in nodes_of(body, container) for item in nodes_of(part, "List")]
    return [_subscription(item) for item in items]


def _subscription(item: Node) -> dict[str, str]:
    names = {
        "SubscribeStatusString": "status",
        "PopupScene": "popup_scene",
        "MsgID": "msg_id",
        "ErrorCode": "error_code",
        "ErrorStatus": "error_status",
    }
    found = {ours: value for theirs, ours in names.items() if (value := text_of(item, theirs))}
    return {"template_id": text_of(item, "TemplateId"), **found}
