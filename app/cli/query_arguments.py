"""What may be typed after `kodklar query`."""

from __future__ import annotations

from typing import Any

from app.cli.options import Command, add_command, add_json, day


def add_query(commands: Any) -> None:
    """Add the group of commands about questions to clinicians."""
    group = add_command(commands, "query", "frågor till behandlare: ställ, besvara, lista", None)
    acts = group.add_subparsers(
        title="kommandon", metavar="list|ask|answer|unanswered|redirect", required=True
    )
    show = add_command(acts, "list", "visa frågor till en person", Command("query", "show"))
    show.add_argument("--event", metavar="HÄNDELSE", help="frågorna om en händelse i stället")
    show.add_argument("--asked", action="store_true", help="de som personen själv har ställt")
    put = add_command(acts, "ask", "ställ en fråga och parkera händelsen", Command("query", "ask"))
    put.add_argument("event", metavar="HÄNDELSE", help="händelsens id, som i worklist")
    put.add_argument("text", metavar="FRÅGA", help="frågan med egna ord")
    put.add_argument("--due", type=day, metavar="DATUM", help="sista dag; annars om en vecka")
    put.add_argument("--phrase", default="", metavar="TEXT", help="orden i journalen")
    reply = add_command(acts, "answer", "besvara en fråga", Command("query", "reply"))
    reply.add_argument("id", metavar="FRÅGA", help="frågans id, som i list")
    reply.add_argument("text", metavar="SVAR", help="svaret med egna ord")
    reply.add_argument("--code", action="append", default=[], metavar="KOD", help="föreslagen kod")
    reply.add_argument("--diagnosis", default="", metavar="TEXT", help="diagnosen i ord")
    left = add_command(
        acts, "unanswered", "visa obesvarade frågor per enhet", Command("query", "unanswered")
    )
    left.add_argument("--unit", metavar="ENHET", help="bara en enhet")
    move = add_command(acts, "redirect", "ställ frågan till någon annan", Command("query", "move"))
    move.add_argument("id", metavar="FRÅGA", help="frågans id, som i list")
    for parser in (put, move):
        parser.add_argument(
            "--to", metavar="NAMN", help="behandlarens namn; annars alla på enheten"
        )
    for parser in (show, put, reply):
        parser.add_argument("--person", metavar="NAMN", help="vem som läser, frågar eller svarar")
    for parser in (show, put, reply, left, move):
        add_json(parser)
