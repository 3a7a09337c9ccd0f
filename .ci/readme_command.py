"""Print the README's promised command N: the only line of the N-th ```sh block."""

import re
import sys
from pathlib import Path

blocks = re.findall(r"```sh\n(.*?)```", Path("README.md").read_text(encoding="utf-8"), re.DOTALL)
sys.stdout.write(blocks[int(sys.argv[1]) - 1].strip() + "\n")
