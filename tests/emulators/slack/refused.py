"""How the emulator says no: Slack's own error code, with the reason for whoever reads a test."""


class Refused(Exception):
    def __init__(self, code: str, why: str = "", *, status: int = 200, wait: int | None = None):
        super().__init__(f"{code}: {why}" if why else code)
        self.code = code
        self.why = why
        self.status = status
        self.wait = wait
