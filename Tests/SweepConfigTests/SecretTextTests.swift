import SweepConfig
import Testing

@Suite struct SecretTextTests {
  @Test(arguments: [
    // Addresses
    ("https://me:pass@host/x.git", "https://[redacted]@host/x.git"),
    ("https://token@host/x", "https://[redacted]@host/x"),
    (
      "url = \"postgres://u:p@ss@db:5432/x\" # db", "url = \"postgres://[redacted]@db:5432/x\" # db"
    ),
    ("two http://a:b@c and http://d:e@f", "two http://[redacted]@c and http://[redacted]@f"),
    ("https://host/a@b", "https://host/a@b"), ("mail me@host", "mail me@host"),
    // Keys by their form
    ("id AKIAIOSFODNN7EXAMPLE here", "id [redacted] here"),
    ("ghp_abcdefghij0123456789abcdefghij012345", "[redacted]"),
    ("x=github_pat_11ABCDEFG0123456789_abc;", "x=[redacted];"),
    ("hf_abcdefghijklmnopqrstuvwxyz012345", "[redacted]"),
    ("sk-abcdefghij0123456789", "[redacted]"), ("sk-proj-abc_DEF-0123456789xyz", "[redacted]"),
    ("task-abcdefghij0123456789", "task-abcdefghij0123456789"), ("sk-learn", "sk-learn"),
    ("xoxb-1234567890-abcdef", "[redacted]"),
    ("glpat-0123456789abcdefghij", "[redacted]"),
    ("a eyJhbGciOiJIUzI1NiJ9abcdefghij0123456789.eyJzdWIi.x-y_z b", "a [redacted] b"),
    // Settings by their name
    ("password = \"hunter2\"", "password = \"[redacted]\""),
    ("  \"db_password\": \"hunter2\",", "  \"db_password\": \"[redacted]\","),
    ("API_TOKEN=abc123 python x.py", "API_TOKEN=[redacted] python x.py"),
    ("--api-key=abc,x", "--api-key=[redacted],x"),
    ("Authorization: Bearer abc.def", "Authorization: Bearer [redacted]"),
    ("+aws_secret_access_key: wJalr/XU+x", "+aws_secret_access_key: [redacted]"),
    ("token = ${system.token}", "token = ${system.token}"),
    ("password = null", "password = null"), ("password = \"\"", "password = \"\""),
    ("extra_state_tokens = false", "extra_state_tokens = false"),
    (
      "tokenizer = {\"@tokenizers\":\"spacy.Tokenizer.v1\"}",
      "tokenizer = {\"@tokenizers\":\"spacy.Tokenizer.v1\"}"
    ),
    ("token_acc: 0.5", "token_acc: 0.5"), ("max_token = 100", "max_token = 100"),
    // A key of many lines
    (
      "a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabcd\n-----END RSA PRIVATE KEY-----\nb",
      "a\n[redacted]\nb"
    ),
    ("+-----BEGIN OPENSSH PRIVATE KEY-----\n+b3Bl", "+[redacted]"),
    ("", ""), ("nothing\nsecret here\n", "nothing\nsecret here\n"),
  ])
  func takesSecretsOut(text: String, expected: String) {
    #expect(SecretText.stripped(text) == expected)
    #expect(SecretText.holdsSecret(text) == (text != expected))
    // What was stripped once stays as it is.
    #expect(SecretText.stripped(expected) == expected)
  }

  @Test func takesSecretsOutOfObjects() throws {
    let object = try #require(
      JSONValue(
        parsing:
          #"{"a": {"api_key": "abc", "url": "http://u:p@h"}, "list": ["sk-abcdefghij0123456789"], "n": 1, "token": "x"}"#
      ).objectValue)
    let expected = try #require(
      JSONValue(
        parsing:
          #"{"a": {"api_key": "[redacted]", "url": "http://[redacted]@h"}, "list": ["[redacted]"], "n": 1, "token": "[redacted]"}"#
      ).objectValue)
    #expect(object.withoutSecrets == expected)
  }
}
