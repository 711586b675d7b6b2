package io.sparkdcgan.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactionTest {
  private static final Pattern NAMES = Pattern.compile(Redaction.SECRET_NAMES);
  private static final Redaction UNKNOWING = Redaction.of(Map.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.hadoop.fs.s3a.secret.key",
        "spark.hadoop.fs.s3a.access.key",
        "spark.hadoop.fs.s3a.bucket.runs.access.key",
        "spark.hadoop.fs.s3a.session.token",
        "spark.hadoop.fs.s3a.encryption.key",
        "spark.hadoop.fs.s3a.server-side-encryption.key",
        "spark.hadoop.fs.azure.account.key.store.blob.core.windows.net",
        "spark.hadoop.fs.azure.sas.images.store.blob.core.windows.net",
        "spark.hadoop.fs.gs.auth.service.account.private.key",
        "spark.authenticate.secret",
        "spark.ssl.keyPassword",
        "spark.ssl.historyServer.keyStorePassword",
        "spark.executorEnv.AWS_SECRET_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID",
        "HADOOP_CREDSTORE_PASSWORD",
        "some.service.passwd",
        "some.service.passphrase",
        "some.service.apikey",
        "SOME_API_KEY",
        "some.service.api-key",
        "some.service.credentials",
        "some.url.signature",
        "some.SAS"
      })
  void aTellingNameIsKnown(String name) {
    assertTrue(NAMES.matcher(name).find(), name);
  }

  /** Neither names nor values of these kinds: Spark looks at both. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.hadoop.fs.s3a.aws.credentials.provider",
        "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
        "com.amazonaws.auth.InstanceProfileCredentialsProvider",
        "spark.hadoop.hadoop.security.credential.provider.path",
        "jceks://hdfs@namenode:8020/user/dcgan/keys.jceks",
        "spark.security.credentials.hadoopfs.enabled",
        "spark.io.encryption.enabled",
        "spark.io.encryption.keySizeBits",
        "spark.network.crypto.enabled",
        "spark.sql.session.timeZone",
        "spark.kerberos.keytab",
        "spark.kerberos.principal",
        "spark.kryo.registrator",
        "spark.executor.memory",
        "spark.hadoop.fs.s3a.endpoint",
        "spark.ssl.keyStore",
        "Kansas",
        "spark.hadoop.fs.s3a.fast.upload.buffer"
      })
  void aHarmlessOneStaysVisible(String text) {
    assertFalse(NAMES.matcher(text).find(), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3a://AKIA:PLANTED@bucket/run",
        "s3a://AKIA:PLA/NTED+PLANTED@bucket/run is no URI",
        "https://b.example/o?X-Amz-Credential=PLANTED&X-Amz-Signature=PLANTED",
        "GET https://store.example/c/o?sv=2023&sig=PLANTED%3D HTTP/1.1",
        "unknown option '--conf spark.hadoop.fs.s3a.secret.key=PLANTED'",
        "-Djavax.net.ssl.keyStorePassword=PLANTED -Xmx1g",
        "{\"fs.s3a.secret.key\" : \"PLANTED\"}",
        "Authorization: AWS4-HMAC-SHA256 Credential=PLANTED/us, SignedHeaders=h, Signature=PLANTED",
        "authorization: Basic PLANTED=",
        "Bearer PLANTED.PLANTED",
        "password=/PLANTED",
        "--conf spark.hadoop.fs.s3a.secret.key=/PLANTED/PLANTED",
        "s3a://AKIA:/PLANTED@bucket/run",
        "https://b.example/o?token=/PLANTED"
      })
  void whatFollowsATellingNameIsTakenOut(String text) {
    String clean = UNKNOWING.clean(text);
    assertFalse(clean.contains("PLANTED"), clean);
    assertTrue(clean.contains(Redaction.REPLACEMENT), clean);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cannot write s3a://runs/faces/run.json: access is denied; check its permissions and the"
            + " credentials",
        "no Spark master answers at spark://host:7077: check --master, and that the master runs",
        "cannot read hdfs://namenode:8020/mail@home/a: it does not exist",
        "data.image-size is 16, but the images in hdfs://n:8020/a are 32 pixels wide: set it to 32",
        "training.rounds must be at least 1, but is 0 (conf/demo.conf: 12)",
        "cannot read hdfs:///data/token=3/part: it does not exist",
        "cannot read /data/my-secret=a/password=b/x.jpg: it does not exist"
      })
  void ourOwnSentencesStayAsTheyAre(String sentence) {
    assertEquals(sentence, UNKNOWING.clean(sentence));
  }

  @ParameterizedTest
  @CsvSource({
    "spark.hadoop.fs.s3a.secret.key, true",
    "aws.accessKeyId, true",
    "aws_access_key_id, true",
    "spark.kubernetes.kerberos.tokenSecret.name, false",
    "spark.kubernetes.driver.secretKeyRef.AWS_SECRET_ACCESS_KEY, false",
    "spark.kubernetes.authenticate.driver.oauthToken, true",
    "spark.kubernetes.authenticate.driver.oauthTokenFile, false",
    "spark.redaction.regex, false",
    "spark.io.encryption.keySizeBits, false",
    "network.preset, false"
  })
  void aNameSaysWhetherItHoldsASecret(String name, boolean secret) {
    assertEquals(secret, Redaction.isSecret(name));
  }

  @Test
  void whatThisProcessKnowsByATellingNameIsTakenOutWhereverItStands() {
    Redaction redaction =
        Redaction.of(
            Map.of(
                "AWS_SECRET_ACCESS_KEY", "planted/value+1",
                "spark.hadoop.fs.s3a.session.token", "planted/value+1/longer",
                "AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/token",
                "some.token", "short",
                "spark.authenticate.secret", "/planted+too",
                "HOME", "harmless"));
    assertEquals(
        "(redacted) and <(redacted)>, (redacted), but /var/run/token, short and harmless",
        redaction.clean(
            "planted/value+1 and <planted/value+1/longer>, /planted+too, but /var/run/token, short"
                + " and harmless"));
  }

  @Test
  void aHugeSentenceTakesNoTimeToSpeakOf() {
    for (String part : new String[] {"a", "secret", "token.", "s3a://x:y/", "sig=", "a@b:"}) {
      String huge = part.repeat(200_000 / part.length());
      assertTimeoutPreemptively(Duration.ofSeconds(20), () -> UNKNOWING.clean(huge), part);
    }
  }
}
