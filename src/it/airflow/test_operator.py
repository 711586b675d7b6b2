"""What the operator makes of each end. Spark is a stand-in here: it prints and exits as it is told."""

import json
import os
import re
import shutil
import signal
import sys
import tempfile
import threading
import time
import types
import unittest
from datetime import datetime, timezone
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parents[3]
SPARK = Path(tempfile.mkdtemp(prefix="spark-"))
os.environ["SPARK_HOME"] = str(SPARK)
# What the launcher looks for before it asks for YARN.
os.environ["HADOOP_CONF_DIR"] = str(SPARK)
(SPARK / "jars").mkdir()
(SPARK / "jars" / "spark-yarn_stand-in.jar").touch()
(SPARK / "job.jar").touch()
os.environ["AIRFLOW_CONN_SPARK_DEFAULT"] = '{"conn_type": "spark", "host": "local[1]"}'
os.environ["AIRFLOW_CONN_CLUSTER"] = '{"conn_type": "spark", "host": "yarn", "extra": {"deploy-mode": "cluster"}}'
sys.path.insert(0, str(ROOT / "submit" / "airflow"))

import dcgan_operator  # noqa: E402
from airflow.sdk.bases.operator import ExecutorSafeguard  # noqa: E402
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowTaskTimeout  # noqa: E402
from airflow.sdk.execution_time.timeout import timeout  # noqa: E402
from airflow.sdk.log import mask_secret  # noqa: E402

ExecutorSafeguard.test_mode = True


class TaskInstance:
    def __init__(self):
        self.pushed = {}

    def xcom_push(self, key, value):
        self.pushed[key] = value


def spark(script):
    """Has spark-submit be this."""
    binary = SPARK / "bin" / "spark-submit"
    binary.parent.mkdir(exist_ok=True)
    binary.write_text("#!/bin/bash\n" + script)
    binary.chmod(0o755)


def ends(code, **fields):
    line = json.dumps({"command": "train", "status": "x", "exitCode": code, **fields})
    spark(f"echo log >&2; echo '{line}'; echo more log >&2; exit {code}")


def operator(*arguments, **kwargs):
    kwargs.setdefault("application", str(SPARK / "job.jar"))
    kwargs.setdefault("overrides", ["run.seed=7", ["training.rounds=3"]])
    return dcgan_operator.DcganOperator(task_id="t", arguments=arguments or ("train", "c", "--to", "/run"), **kwargs)


def standing(**fields):
    return mock.patch.object(dcgan_operator, "status", lambda *_: {"run": "/run", **fields})


class EndTest(unittest.TestCase):
    def execute(self, task=None):
        self.ti = TaskInstance()
        return (task or operator()).execute({"ti": self.ti})

    def fails(self, kind, task=None):
        with self.assertRaises(AirflowException) as raised:
            self.execute(task)
        self.assertIs(kind, type(raised.exception), raised.exception)
        return str(raised.exception)

    def test_the_result_is_the_last_line_of_standard_output_whatever_the_log_says(self):
        spark('echo 1; for i in {1..99}; do echo log $i >&2; done; echo \'{"command":"train","status":"ok","exitCode":0,"digest":"ab"}\'; echo x >&2')
        self.assertEqual({"command": "train", "status": "ok", "exitCode": 0, "digest": "ab"}, self.execute())

    def test_spark_is_called_by_the_launcher_with_the_jar_and_all_arguments(self):
        spark("printf '{\"command\":\"train\",\"status\":\"ok\",\"exitCode\":0,\"words\":\"%s\",\"threads\":\"%s\"}\\n' \"$*\" \"$OMP_NUM_THREADS\"")
        result = self.execute(operator(conf={"a.b": "c d"}))
        self.assertTrue(
            result["words"].endswith("job.jar train c --to /run --set run.seed=7 --set training.rounds=3"), result
        )
        self.assertIn("--conf a.b=c d", result["words"])
        self.assertIn("-Dorg.bytedeco.javacpp.maxbytes=", result["words"])
        self.assertGreater(int(result["threads"]), 0)

    def test_codes_that_no_retry_helps_fail_for_good(self):
        for code in (20, 21, 64, 65, 70, 77, 78):
            ends(code, error="because")
            self.assertEqual(f"train ended with {code}: because", self.fails(AirflowFailException))
            self.assertEqual(code, self.ti.pushed["failure"]["exitCode"])

    def test_codes_that_a_retry_may_help_fail_the_try(self):
        for code in (66, 69, 71, 73, 74, 75):
            ends(code, error="because")
            self.assertEqual(f"train ended with {code}: because", self.fails(AirflowException))

    def test_every_code_of_the_contract_is_known(self):
        source = (ROOT / "src/main/java/io/sparkdcgan/failure/ExitCode.java").read_text()
        codes = {int(n): word == "true" for n, word in re.findall(r"^  [A-Z_]+\((\d+), (true|false)\)", source, re.M)}
        codes.pop(0)
        self.assertEqual(codes, dict.fromkeys(dcgan_operator.FINAL, False) | dict.fromkeys(dcgan_operator.RETRYABLE, True))

    def test_a_driver_that_was_killed_is_tried_again(self):
        spark("kill -9 $$")
        for recorded in (
            {"state": "running", "attempt": {"name": "9", "status": "running"}},
            {"state": "diverged", "attempt": {"name": "1", "exitCode": 20}},
            # complete with fewer rounds, some time ago
            {"state": "complete", "attempt": {"name": "1", "exitCode": 0}, "result": {}},
        ):
            with standing(**recorded):
                self.fails(AirflowException)

    def test_the_runs_record_of_this_attempt_says_why_where_the_process_does_not(self):
        spark("exit 1")
        with standing(state="diverged", attempt={"name": "9", "exitCode": 20}):
            self.fails(AirflowFailException)
        with standing(state="complete", attempt={"name": "9", "exitCode": 0}, result={"digest": "ab"}):
            self.assertEqual("ab", self.execute()["digest"])

    def test_in_a_cluster_attempts_are_the_truth_and_not_the_exit_code(self):
        cases = [
            (1, {"name": "new", "exitCode": 20}, AirflowFailException),
            (0, {"name": "new", "exitCode": 75}, AirflowException),
            (0, {"name": "new", "exitCode": 78}, AirflowFailException),
            (1, {"name": "new"}, AirflowException),
            (1, {"name": "mid", "exitCode": 20}, AirflowException),
            (0, {"name": "mid", "exitCode": 20}, AirflowException),
        ]
        for code, attempt, kind in cases:
            spark(f"exit {code}")
            looks = iter([{"run": "/run", "attempt": {"name": "mid"}}, {"run": "/run", "state": "x", "attempt": attempt}])
            with mock.patch.object(dcgan_operator, "status", lambda *_: next(looks)):
                self.fails(kind, operator(conn_id="cluster"))

    def test_in_a_cluster_the_result_is_what_the_run_says_of_itself(self):
        spark("echo submitted")
        looks = iter([None, {"run": "/run", "state": "complete", "attempt": {"name": "1", "exitCode": 0}, "result": {"digest": "ab"}}])
        with mock.patch.object(dcgan_operator, "status", lambda *_: next(looks)):
            result = self.execute(operator(conn_id="cluster"))
        self.assertEqual({"command": "train", "status": "ok", "exitCode": 0, "run": "/run", "digest": "ab"}, result)

    def test_a_secret_that_airflow_knows_does_not_reach_xcom(self):
        mask_secret("planted-secret")
        ends(0, grid="s3a://key:planted-secret@bucket")
        self.assertNotIn("planted-secret", json.dumps(self.execute()))
        ends(74, error="no s3a://key:planted-secret@bucket")
        self.assertNotIn("planted-secret", self.fails(AirflowException))
        self.assertNotIn("planted-secret", json.dumps(self.ti.pushed))

    STOPPABLE = """
    trap 'sleep 1; echo saved >&2; touch "$0.saved"; echo "{\\"command\\":\\"train\\",\\"status\\":\\"preempted\\",\\"exitCode\\":75,\\"error\\":\\"saved\\"}"; exit 75' TERM
    echo $$ >"$0.pid"
    # a driver watches its launcher
    while kill -0 "$DCGAN_LAUNCHER_PID"; do sleep 0.1; done
    """

    def test_a_task_that_is_killed_has_its_driver_save_a_snapshot(self):
        spark(self.STOPPABLE)
        task = operator()
        threading.Timer(2, task.on_kill).start()
        self.assertEqual("train ended with 75: saved", self.fails(AirflowException, task))

    def test_a_task_whose_time_is_over_waits_until_the_snapshot_is_saved(self):
        spark(self.STOPPABLE)
        saved = SPARK / "bin" / "spark-submit.saved"
        saved.unlink(missing_ok=True)
        with self.assertRaises(AirflowTaskTimeout), timeout(2):
            self.execute()
        self.assertTrue(saved.exists())

    @unittest.skipUnless(shutil.which("setpriv"), "no setpriv of util-linux here")
    def test_a_driver_does_not_outlive_its_task(self):
        spark(self.STOPPABLE)
        pid = SPARK / "bin" / "spark-submit.pid"
        pid.unlink(missing_ok=True)
        child = os.fork()
        if child == 0:
            try:
                self.execute()
            finally:
                os._exit(0)
        begun = time.monotonic()
        while not (pid.exists() and pid.read_text()):
            self.assertLess(time.monotonic() - begun, 60, "the driver never began")
            time.sleep(0.1)
        driver = int(pid.read_text())
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        for _ in range(200):
            if not Path(f"/proc/{driver}").exists() or "Z" in Path(f"/proc/{driver}/stat").read_text().split()[2]:
                return
            time.sleep(0.1)
        os.kill(driver, signal.SIGKILL)
        self.fail("it goes on")


class NameTest(unittest.TestCase):
    NIGHT = types.SimpleNamespace(logical_date=datetime(2026, 1, 2, 1, tzinfo=timezone.utc), run_after=None)

    def test_a_run_is_named_by_its_date_and_what_is_trained(self):
        name = dcgan_operator.run_name(self.NIGHT, {"set": ["a=1"], "source": "toy:1"})
        self.assertRegex(name, r"^20260102T010000-[0-9a-f]{8}$")
        self.assertEqual(name, dcgan_operator.run_name(self.NIGHT, {"source": "toy:1", "set": ["a=1"]}))
        self.assertNotEqual(name, dcgan_operator.run_name(self.NIGHT, {"source": "toy:1", "set": ["a=2"]}))

    def test_a_recipe_counts_with_its_text(self):
        recipe = SPARK / "recipe.conf"
        names = set()
        for text in ("run.seed = 1", "run.seed = 2", "run.seed = 1"):
            recipe.write_text(text)
            names.add(dcgan_operator.run_name(self.NIGHT, {"recipe": str(recipe)}))
        self.assertEqual(2, len(names))

    def test_a_run_without_a_logical_date_has_the_moment_it_may_begin(self):
        by_hand = types.SimpleNamespace(logical_date=None, run_after=datetime(2026, 1, 3, tzinfo=timezone.utc))
        self.assertTrue(dcgan_operator.run_name(by_hand, {}).startswith("20260103T000000-"))


if __name__ == "__main__":
    unittest.main()
