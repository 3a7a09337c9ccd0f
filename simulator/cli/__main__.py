"""``simulator``: the commands, and the one place where an error becomes a sentence and an exit status."""

from __future__ import annotations

import sys

import typer

from simulator import __version__
from simulator.cli import bench, console, doctor, models, scenarios, voices
from simulator.cli.baseline import baseline
from simulator.cli.correct import correct
from simulator.cli.demo import demo
from simulator.cli.practice import practice
from simulator.cli.recover import recover
from simulator.cli.report import report
from simulator.cli.say import say
from simulator.cli.score import score
from simulator.cli.simulate import simulate
from simulator.cli.transcribe import transcribe
from simulator.cli.validate import app as validate
from simulator.engines.threads import wait_asleep
from simulator.errors import SimulatorError
from simulator.messages import Lang
from simulator.messages import say as message
from simulator.settings import settings, system_lang

app = typer.Typer(
    help="Practise answering angry customers, by voice. / 用真实的声音练习应对愤怒的客户。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
COMMANDS = (demo, practice, baseline, simulate, say, score, transcribe, report, correct, recover, doctor.doctor)
for command in COMMANDS:
    app.command()(command)
app.add_typer(scenarios.app, name="scenarios")
app.add_typer(voices.app, name="voices")
app.add_typer(models.app, name="models")
app.add_typer(validate, name="validate")
app.add_typer(bench.app, name="bench")


@app.command()
def version() -> None:
    """Print the version. / 显示版本。"""
    console.emit(__version__)


def main() -> None:
    """Run the command line; no traceback reaches a user."""
    wait_asleep()
    try:
        app()
    except SimulatorError as error:
        console.err.print(error.sentence(_lang()), style="bold red", markup=False)
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        sys.exit(1)
    except Exception as error:
        console.err.print(message("cli.unexpected", _lang(), kind=type(error).__name__, problem=error), markup=False)
        sys.exit(1)


def _lang() -> Lang:
    try:
        return settings().lang
    except SimulatorError:
        return system_lang()


if __name__ == "__main__":
    main()
