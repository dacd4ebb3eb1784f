"""Where the running system is and who may enter it, from the environment that deploy/up wrote."""

import os
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Settings:
    url: str
    password: str
    administrator: str
    administrator_password: str
    # Secrets of the authenticator apps: the administrator's, and the one of everyone else.
    administrator_totp: str
    totp: str
    # The folder with messages to shoppers.
    messages: Path
    chromium: str
    # Where pictures of pages go; None when none are wanted.
    screenshots: Path | None = None

    @staticmethod
    def read(screenshots: str | None) -> "Settings":
        folder = Path(screenshots) if screenshots else None
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        return Settings(
            url=os.environ["QIAO_URL"].rstrip("/"),
            password=os.environ["QIAO_DEMO_PASSWORD"],
            administrator=os.environ["QIAO_ADMINISTRATOR_LOGIN"],
            administrator_password=os.environ["QIAO_ADMINISTRATOR_PASSWORD"],
            administrator_totp=os.environ["QIAO_ADMINISTRATOR_TOTP"],
            totp=os.environ["QIAO_DEMO_TOTP"],
            messages=Path(os.environ["QIAO_MESSAGES"]),
            chromium=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            screenshots=folder,
        )
