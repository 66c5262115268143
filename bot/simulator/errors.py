"""What the simulator refuses: as the platform's error code, or to a script as an HTTP status.

SimulatorError
├── ApiError       the platform's answer {"errcode", "errmsg"} with HTTP 200
├── ScriptError    a wrong call of the script API, HTTP 400 or 404
└── EnvelopeError  a reply whose signature, padding, length or receiver is wrong
"""

from __future__ import annotations


class SimulatorError(Exception):
    pass


class ApiError(SimulatorError):
    def __init__(self, errcode: int, errmsg: str) -> None:
        super().__init__(f"{errcode} {errmsg}")
        self.errcode = errcode
        self.errmsg = errmsg


class ScriptError(SimulatorError):
    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


class EnvelopeError(SimulatorError):
    pass
