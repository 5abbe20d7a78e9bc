"""The bare Telegram bot: python-telegram-bot as its first page shows it, answering from a file."""

import json
import sys
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import Application, CommandHandler, ContextTypes


def main(token: str, base_url: str, answers: str) -> None:
    texts: dict[str, Any] = json.loads(Path(answers).read_text("utf-8"))

    async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message is not None and context.args:
            await update.message.reply_text(texts[context.args[0]])

    app = Application.builder().token(token).base_url(base_url).build()
    app.add_handler(CommandHandler("brief", echo))
    app.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])
