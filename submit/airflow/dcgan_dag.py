"""Imports, checks, trains, evaluates and publishes, once for each date. README.md says what to set."""

from __future__ import annotations

import datetime

from airflow.sdk import DAG

from dcgan_nightly import MACROS, PARAMS, PUBLISHED, RETRY_DELAY, RUN, SCHEDULE, SHARDS
from dcgan_operator import DcganOperator

with DAG(
    dag_id="dcgan",
    description="Trains a DCGAN on Spark and publishes it",
    schedule=SCHEDULE,
    start_date=datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc),
    catchup=False,
    # A night's run begins when the one before has ended: both would want the whole cluster.
    max_active_runs=1,
    params=PARAMS,
    user_defined_macros=MACROS,
    default_args={"retries": 5, "retry_delay": RETRY_DELAY},
    tags=["dcgan"],
) as dag:
    configuration = {
        "overrides": [
            "data.shards=" + SHARDS,
            "data.image-size={{ params.image_size }}",
            dag.param("set"),
        ]
    }

    # Does nothing where the same was imported before; goes on where it was cut off.
    load = DcganOperator(
        task_id="import",
        arguments=["import", "{{ params.source }}", "--to", SHARDS, "--image-size", "{{ params.image_size }}"],
    )
    # On the cluster that is to train, as far as a driver in client mode sees it; what cannot work ends here.
    preflight = DcganOperator(
        task_id="preflight", arguments=["preflight", "{{ params.recipe }}", "--to", RUN], **configuration
    )
    train = DcganOperator(task_id="train", arguments=["train", "{{ params.recipe }}", "--to", RUN], **configuration)
    trained = "{{ ti.xcom_pull(task_ids='train')['run'] }}"
    evaluate = DcganOperator(
        task_id="evaluate",
        arguments=["evaluate", trained, "--against", SHARDS, "--count", "{{ params.count }}"],
    )
    publish = DcganOperator(task_id="publish", arguments=["publish", trained, "--to", PUBLISHED])

    load >> preflight >> train >> evaluate >> publish
