"""check_dags.py FOLDER: parses the DAGs of a folder as Airflow does, every warning an error, and prints what is there."""

import json
import sys
import warnings
from pathlib import Path

# Airflow's own modules and the provider's may warn of each other; the DAGs and what they import may not.
import airflow.providers.apache.spark.operators.spark_submit  # noqa: F401
from airflow.dag_processing.dagbag import BundleDagBag

folder = Path(sys.argv[1])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    bag = BundleDagBag(folder, bundle_path=folder)

print(
    json.dumps(
        {
            "errors": bag.import_errors,
            "warnings": {file: list(found) for file, found in bag.captured_warnings.items()},
            "dags": {name: sorted(dag.task_ids) for name, dag in bag.dags.items()},
        }
    )
)
