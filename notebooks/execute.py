"""Executes the notebooks of this folder, in place or as copies that are compared. Called by `run`."""

import argparse
import pathlib
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

HERE = pathlib.Path(__file__).resolve().parent

# In the order in which a reader opens them: the second takes up the run that the first has trained.
NOTEBOOKS = ["run-story", "latent-space", "shard-to-tensors"]

# A machine that does much else is slow.
SECONDS_FOR_A_CELL = 600


def execute(path):
    """The notebook with what its cells show now."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None
    client = NotebookClient(
        notebook,
        timeout=SECONDS_FOR_A_CELL,
        startup_timeout=300,
        kernel_name="java",
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(HERE)}},
    )
    client.execute()
    return tidy(notebook)


def tidy(notebook):
    """Without what would differ each time though nothing has changed."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("metadata", {}).pop("execution", None)
            output.pop("transient", None)
            # The name of a picture's object beside the picture.
            if "image/png" in output.get("data", {}):
                output.data.pop("text/plain", None)
    notebook.metadata.language_info.pop("version", None)
    return notebook


def said(cell):
    """What a cell says in words; pictures are for the eye, and fonts differ."""
    words = []
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            words.append(output.text)
        elif "image/png" not in output.get("data", {}):
            words.append(output.get("data", {}).get("text/plain", ""))
    return "".join(words)


def pictures(cell):
    return sum("image/png" in output.get("data", {}) for output in cell.get("outputs", []))


def differences(committed, executed):
    """What the executed notebook shows otherwise than the committed one."""
    found = []
    for number, (old, new) in enumerate(zip(committed.cells, executed.cells), start=1):
        if old.cell_type != "code":
            continue
        if pictures(old) != pictures(new):
            found.append(f"cell {number} shows {pictures(new)} pictures instead of {pictures(old)}")
        if "varies" not in old.metadata.get("tags", []) and said(old) != said(new):
            found.append(f"cell {number} says\n{said(new)}\ninstead of\n{said(old)}")
    return found


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--check", action="store_true")
    options.add_argument("--copies", type=pathlib.Path, required=True)
    options.add_argument("notebooks", nargs="*", default=NOTEBOOKS)
    options = options.parse_args()
    failed = False
    for name in options.notebooks:
        path = HERE / (pathlib.Path(name).stem + ".ipynb")
        began = time.monotonic()
        try:
            executed = execute(path)
        except (CellExecutionError, DeadKernelError) as error:
            print(f"{path.name} failed: {error}")
            failed = True
            continue
        found = []
        if options.check:
            found = differences(nbformat.read(path, as_version=4), executed)
        nbformat.write(executed, options.copies / path.name if options.check else path)
        for difference in found:
            print(f"{path.name}: {difference}")
        failed = failed or bool(found)
        print(f"{path.name}: {time.monotonic() - began:.0f} s, {len(found)} differences", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
