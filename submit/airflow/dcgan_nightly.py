"""What the nightly run trains, and where it lies: for the DAG that trains and for those that wait for it."""

from __future__ import annotations

import os
from datetime import timedelta

from airflow.sdk import Param

from dcgan_operator import HOME, configuration_hash, run_name

# A cron expression; empty for a DAG that is triggered by hand or by others.
SCHEDULE = os.environ.get("DCGAN_SCHEDULE", "0 1 * * *") or None
RETRY_DELAY = timedelta(seconds=int(os.environ.get("DCGAN_RETRY_SECONDS", "300")))
POKE_SECONDS = int(os.environ.get("DCGAN_POKE_SECONDS", "60"))

PARAMS = {
    "source": Param("toy:2048", type="string", description="the data set, as import takes it"),
    "image_size": Param(32, enum=[16, 32, 64, 128], description="edge of the pictures in pixels"),
    "recipe": Param(str(HOME / "conf" / "demo.conf"), type="string", description="a path or a URI"),
    "set": Param([], type="array", items={"type": "string"}, description="key=value each, over the recipe's"),
    "count": Param(2048, type="integer", minimum=4, description="how many pictures evaluate draws"),
}

MACROS = {"run_name": run_name, "configuration_hash": configuration_hash}

STORAGE = "{{ var.value.dcgan_storage }}"
SHARDS = (
    STORAGE + "/shards/{{ configuration_hash({'source': params.source, 'image_size': params.image_size}) }}"
)
RUN = STORAGE + "/runs/{{ run_name(dag_run, params) }}"
PUBLISHED = STORAGE + "/published"
