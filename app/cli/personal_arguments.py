"""What may be typed after `kodklar favourite` and `kodklar template`."""

from __future__ import annotations

from typing import Any

from app.cli.options import Command, add_command, add_day, add_json, day
from app.domain.codes import CodeSystem


def add_favourite(commands: Any) -> None:
    """Add the group of commands about favourites."""
    group = add_command(commands, "favourite", "favoriter: lista, lägg till, ta bort", None)
    acts = group.add_subparsers(title="kommandon", metavar="list|add|remove", required=True)
    show = add_command(acts, "list", "visa en persons favoriter", Command("favourite", "show"))
    add_day(show)
    add = add_command(acts, "add", "lägg till en favorit", Command("favourite", "add"))
    remove = add_command(acts, "remove", "ta bort en favorit", Command("favourite", "remove"))
    for parser in (add, remove):
        parser.add_argument(
            "system",
            choices=[system.value for system in CodeSystem],
            metavar="KODVERK",
            help=", ".join(CodeSystem),
        )
        parser.add_argument("code", metavar="KOD", help="koden, med eller utan punkt")
    for parser in (show, add, remove):
        parser.add_argument(
            "--person", required=True, metavar="NAMN", help="namnet som i programmet"
        )
        add_json(parser)


def add_template(commands: Any) -> None:
    """Add the group of commands about templates."""
    group = add_command(commands, "template", "kodmallar: lista, spara, använd", None)
    acts = group.add_subparsers(
        title="kommandon", metavar="list|save|apply|rename|review|remove|examples", required=True
    )
    show = add_command(acts, "list", "visa kodmallar", Command("template", "show"))
    save = add_command(
        acts, "save", "spara en händelses koder som kodmall", Command("template", "save")
    )
    apply = add_command(
        acts, "apply", "lägg en kodmalls koder på en händelse", Command("template", "apply")
    )
    for parser in (save, apply):
        parser.add_argument("event", metavar="HÄNDELSE", help="händelsens id, som i worklist")
    rename = add_command(acts, "rename", "byt namn på en kodmall", Command("template", "rename"))
    remove = add_command(acts, "remove", "ta bort en kodmall", Command("template", "remove"))
    review = add_command(
        acts,
        "review",
        "kodmallen är granskad, eller granskas en dag",
        Command("template", "review"),
    )
    review.add_argument("--on", type=day, metavar="DATUM", help="granskas den dagen i stället")
    examples = add_command(
        acts, "examples", "lägg till exempelmallarna, delade", Command("template", "examples")
    )
    add_json(examples)
    for parser in (save, apply, rename, review, remove):
        parser.add_argument("name", metavar="NAMN", help="kodmallens namn")
    rename.add_argument("new_name", metavar="NYTT", help="det nya namnet")
    for parser in (show, save, apply, rename, review, remove):
        parser.add_argument(
            "--person", metavar="NAMN", help="vars egna kodmallar; annars bara de delade"
        )
        add_json(parser)
