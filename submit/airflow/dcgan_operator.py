"""spark-dcgan for Airflow: an operator that runs a command, and a sensor that waits for a run to be complete."""

from __future__ import annotations

import contextlib
import datetime
import functools
import hashlib
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from airflow.providers.apache.spark.hooks.spark_submit import SparkSubmitHook
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import BaseSensorOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowTaskTimeout
from airflow.sdk.log import redact

# Where the project is on every worker; this file lies in its submit/airflow.
HOME = Path(os.environ.get("DCGAN_HOME") or Path(__file__).resolve().parents[2])

# Exit codes of the contract that no retry helps: diverged, snapshot, usage, data, a bug, permission, configuration.
FINAL = frozenset({20, 21, 64, 65, 70, 77, 78})
# And those that one may: input missing, unavailable, rounds failed, held by another driver, input/output, preempted.
RETRYABLE = frozenset({66, 69, 71, 73, 74, 75})
INPUT_MISSING = 66

# Longer than run.grace-seconds, after which the driver ends by itself.
STOP_SECONDS = 60


def run_name(dag_run: Any, configuration: Mapping[str, Any]) -> str:
    """The name of a DAG run's training run: its date, and a hash of what is trained.

    The same for every try, so that a retry goes on where the last one ended. A recipe counts with its text if it
    lies on this machine, with its address otherwise. A DAG run that was triggered without a logical date has the
    moment after which it may run.
    """
    date = dag_run.logical_date or dag_run.run_after
    facts = dict(configuration)
    recipe = Path(str(facts.get("recipe", "")))
    if recipe.is_file():
        facts["recipe"] = recipe.read_text()
    return f"{date.astimezone(datetime.timezone.utc):%Y%m%dT%H%M%S}-{configuration_hash(facts)}"


def configuration_hash(facts: Mapping[str, Any]) -> str:
    """Eight hexadecimal digits for these facts, in whatever order they come."""
    text = json.dumps(dict(facts), sort_keys=True, separators=(",", ":"), default=list)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def result_line(output: str) -> dict[str, Any] | None:
    """The JSON object in the last line of standard output, if the command came so far as to print it."""
    lines = output.splitlines()
    try:
        result = json.loads(lines[-1]) if lines else None
    except ValueError:
        return None
    return result if isinstance(result, dict) and isinstance(result.get("exitCode"), int) else None


class DcganOperator(SparkSubmitOperator):
    """Runs a command of spark-dcgan, such as ``["train", CONF, "--to", RUN]``, with the settings of submit/dcgan.

    The JSON object that the command prints last goes to XCom. A code that no retry helps fails the task for good;
    after any other, the next try of ``train`` goes on with the same run.

    In cluster mode the driver's exit code and output stay on the cluster. What became of ``train`` is then read
    from its folder's ``attempts/``, as it is for a driver that was killed; other commands want client mode.

    :param arguments: the command and its arguments (templated)
    :param overrides: ``key=value`` each, for ``--set``, or a DAG's parameter that is a list of them (templated)
    :param kwargs: SparkSubmitOperator's own, such as ``conn_id``, ``conf``, ``properties_file``
    """

    template_fields: Sequence[str] = (
        *(field for field in SparkSubmitOperator.template_fields if field != "application_args"),
        "arguments",
        "overrides",
    )
    ui_color = "#f6e8d5"

    def __init__(self, *, arguments: Sequence[str], overrides: Sequence[Any] = (), **kwargs: Any) -> None:
        kwargs.setdefault("name", "dcgan-{{ ti.task_id }}")
        # A driver that is still at work holds its run, so that submitting again is safe; see code 73.
        kwargs.setdefault("durable", False)
        if arguments[0] != "train":
            kwargs.setdefault("deploy_mode", "client")
        super().__init__(
            java_class="io.sparkdcgan.cli.Main",
            spark_binary=str(HOME / "submit" / "airflow" / "dcgan-submit"),
            **kwargs,
        )
        self.arguments = arguments
        self.overrides = overrides

    def execute(self, context: Any) -> dict[str, Any]:
        self.application_args = [str(word) for word in self.arguments]
        for override in self.overrides:
            for key_and_value in [override] if isinstance(override, str) else override:
                self.application_args += ["--set", key_and_value]
        self.application = self.application or job_jar()
        self._hook = self._get_hook()
        trains = self.application_args[:1] == ["train"]
        before = self._newest_attempt() if trains and self._in_cluster() else _attempt_name()
        code, result = self._submit(context)
        # The launcher gives a line of its own, without a command, for a driver that left none.
        unsaid = result is None or not result.get("command")
        if trains and (unsaid or result["exitCode"] != code):
            code, result = self._recorded(code, before, result if unsaid else None)
        return self._settle(context, code, result)

    def _submit(self, context: Any) -> tuple[int, dict[str, Any] | None]:
        """How the process ended, and what it printed last."""
        with _standard_output() as output:
            try:
                super().execute(context)
            except AirflowTaskTimeout:
                self._stop()
                raise
            except (AirflowException, RuntimeError) as failure:
                # A driver in the cluster may have failed though its submission did not.
                code = self._hook._submit_sp.returncode if self._hook._submit_sp else None
                if self._in_cluster():
                    self.log.error("%s", failure)
                elif not code:
                    raise
                return code or 1, result_line(output.read_text())
            return 0, result_line(output.read_text())

    def _recorded(
        self, code: int, before: str, launcher: dict[str, Any] | None
    ) -> tuple[int, dict[str, Any] | None]:
        """How training ended by the run's own records; what the launcher says where they know nothing of this try."""
        if launcher and self._in_cluster():
            # It knows nothing of a driver there.
            code, launcher = 1, None
        standing = self._status() or {}
        attempt = standing.get("attempt", {})
        if attempt.get("name", "") > before:
            # One without an end was killed before it could say so.
            code, launcher = attempt.get("exitCode", 1 if launcher else code or 1), None
        elif standing.get("state") != "complete":
            code = code or 1
        if code:
            return code, launcher
        return 0, {"command": "train", "status": "ok", "exitCode": 0, "run": standing["run"], **standing["result"]}

    def _settle(self, context: Any, code: int, result: dict[str, Any] | None) -> dict[str, Any]:
        result = redact(result or {})
        self.log.info("%s", json.dumps(result))
        if code == 0:
            return result
        context["ti"].xcom_push(key="failure", value={**result, "exitCode": code})
        command = self.application_args[0]
        sentence = f"{command} ended with {code}: {result.get('error', 'see the log')}"
        if code in FINAL:
            raise AirflowFailException(sentence)
        raise AirflowException(sentence)

    def _newest_attempt(self) -> str:
        return ((self._status() or {}).get("attempt") or {}).get("name", "")

    def _status(self) -> dict[str, Any] | None:
        run = self.application_args[self.application_args.index("--to") + 1]
        return status(run, self._options(), {**os.environ, **(self.env_vars or {})})

    def _options(self) -> list[str]:
        """What spark-submit must be told to reach the storage."""
        options = []
        for key, value in (self.conf or {}).items():
            options += ["--conf", f"{key}={value}"]
        for option, value in {
            "--properties-file": self.properties_file,
            "--principal": self._hook._connection["principal"],
            "--keytab": self._hook._connection["keytab"],
        }.items():
            options += [option, value] if value else []
        return options

    def _get_hook(self) -> SparkSubmitHook:
        hook = super()._get_hook()
        # Out of the task's process group: who kills that, after five seconds for good, shall leave the driver the
        # time to save a snapshot. on_kill tells it.
        hook.submit = functools.partial(hook.submit, start_new_session=True)
        return hook

    def _in_cluster(self) -> bool:
        return self._hook._connection["deploy_mode"] == "cluster"

    def on_kill(self) -> None:
        """Asks the driver to stop (SIGTERM): it saves a snapshot and ends with 75 within ``run.grace-seconds``."""
        driver = self._hook._submit_sp if self._hook else None
        if driver is None or self._in_cluster():
            super().on_kill()
        elif driver.poll() is None:
            driver.terminate()

    def _stop(self) -> None:
        """The same, and waits for it, with its last words in the log."""
        self.on_kill()
        driver = self._hook._submit_sp
        if driver is not None and not self._in_cluster():
            try:
                for line in driver.communicate(timeout=STOP_SECONDS)[0].splitlines():
                    self.log.info(line)
            except subprocess.TimeoutExpired:
                driver.kill()


class RunCompleteSensor(BaseSensorOperator):
    """Waits until a run is complete: until its folder has ``_SUCCESS``, on whatever storage it lies.

    Asks ``submit/dcgan status``, which takes a JVM's start: poke it every minute or so, not every second.

    :param run: the run's folder (templated)
    :param options: of spark-submit, as far as the storage needs them (templated)
    """

    template_fields: Sequence[str] = ("run", "options")
    ui_color = "#f6e8d5"

    def __init__(self, *, run: str, options: Sequence[str] = (), **kwargs: Any) -> None:
        kwargs.setdefault("mode", "reschedule")
        super().__init__(**kwargs)
        self.run = run
        self.options = options

    def poke(self, context: Any) -> bool:
        standing = status(self.run, self.options, os.environ)
        self.log.info("%s: %s", self.run, standing and standing["state"])
        return standing is not None and standing["state"] == "complete"


def status(run: str, options: Sequence[str], environment: Mapping[str, str]) -> dict[str, Any] | None:
    """What ``submit/dcgan status`` says of a run, or None if there is none yet."""
    # It needs no cluster; the last of two masters wins.
    local = ["--master", "local[1]", "--deploy-mode", "client"]
    command = [str(HOME / "submit" / "dcgan"), "status", run, "--", *options, *local]
    ended = subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=False)
    result = result_line(ended.stdout) or {"exitCode": ended.returncode, "error": ended.stderr[-1000:]}
    if result["exitCode"] == 0:
        return result
    if result["exitCode"] == INPUT_MISSING:
        return None
    failure = AirflowFailException if result["exitCode"] in FINAL else AirflowException
    raise failure(redact(f"status of {run}: {result.get('error')}"))


def job_jar() -> str:
    """The jar that the build made."""
    jars = sorted((HOME / "target").glob("spark-dcgan-*-job.jar"))
    if not jars:
        raise AirflowFailException(
            f"there is no spark-dcgan-*-job.jar in {HOME / 'target'}: build it there, or set DCGAN_HOME"
        )
    return str(jars[-1])


def _attempt_name() -> str:
    """An attempt that begins now on this machine would be named so; names sort by time."""
    now = datetime.datetime.now(datetime.timezone.utc)
    return f"{now:%Y%m%dT%H%M%S}.{now.microsecond // 1000:03d}Z"


@contextlib.contextmanager
def _standard_output() -> Iterator[Path]:
    """A file that the driver's standard output goes to; the log on standard error goes Airflow's way."""
    with tempfile.TemporaryDirectory(prefix="dcgan-") as folder:
        output = Path(folder, "stdout")
        output.touch()
        os.environ["DCGAN_OUTPUT"] = str(output)
        try:
            yield output
        finally:
            del os.environ["DCGAN_OUTPUT"]
