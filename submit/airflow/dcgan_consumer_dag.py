"""An example of a DAG that waits for the night's run and uses what it left."""

from __future__ import annotations

import datetime

from airflow.sdk import DAG, task

from dcgan_nightly import MACROS, PARAMS, POKE_SECONDS, RUN, SCHEDULE
from dcgan_operator import RunCompleteSensor

with DAG(
    dag_id="dcgan_consumer",
    description="Waits for the night's training run",
    # The same dates as the DAG that trains: the date is in the run's name.
    schedule=SCHEDULE,
    start_date=datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc),
    catchup=False,
    params=PARAMS,
    user_defined_macros=MACROS,
    tags=["dcgan"],
):
    complete = RunCompleteSensor(task_id="complete", run=RUN, poke_interval=POKE_SECONDS, timeout=20 * 60 * 60)

    @task
    def use(run: str) -> None:
        print("the generator is in", run)

    complete >> use(RUN)
