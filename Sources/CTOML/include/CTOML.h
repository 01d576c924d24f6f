#ifndef SWEEP_CTOML_H
#define SWEEP_CTOML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// TOML text as a list of nodes in file order, with the position of every key and value.
//
// The parser is toml++ (Debian's libtomlplusplus-dev, compiled from its headers). Its tables are
// sorted by key; this wrapper puts them back into the order of the file. No C++ exception leaves
// these functions.

#ifdef __cplusplus
extern "C" {
#endif

/// What a node is. The numbers are part of the interface.
typedef enum {
  ctoml_table = 0,
  ctoml_array = 1,
  ctoml_string = 2,
  ctoml_integer = 3,
  ctoml_number = 4,
  ctoml_boolean = 5,
  /// A date, a time, or both; its text is in `text`.
  ctoml_date = 6,
} ctoml_kind;

/// One value. The nodes of a document are listed parents first, each followed by its children.
typedef struct {
  ctoml_kind kind;
  /// Whether a table is written in braces.
  bool is_inline;
  /// How many direct children a table or an array has.
  size_t children;
  /// Where the key stands in its line, counted from 1; 0 in an array.
  uint32_t key_line;
  uint32_t key_column;
  /// Where the value stands, counted from 1.
  uint32_t line;
  uint32_t column;
  /// The key, UTF-8, not terminated; empty in an array.
  const char *key;
  size_t key_length;
  /// The text of a string or a date, UTF-8, not terminated.
  const char *text;
  size_t text_length;
  int64_t integer;
  double number;
} ctoml_node;

/// A parsed document, or the reason why there is none.
typedef struct ctoml_document ctoml_document;

/// Parses UTF-8 text. Returns null only when memory is exhausted.
ctoml_document *ctoml_parse(const char *bytes, size_t length);

/// Releases a document and the texts of its nodes; null is allowed.
void ctoml_free(ctoml_document *document);

/// The message of a syntax error, or null when the text was read.
const char *ctoml_error(const ctoml_document *document);
uint32_t ctoml_error_line(const ctoml_document *document);
uint32_t ctoml_error_column(const ctoml_document *document);

/// How many nodes there are; node 0 is the root table.
size_t ctoml_count(const ctoml_document *document);

/// The node at an index below the count.
ctoml_node ctoml_node_at(const ctoml_document *document, size_t index);

#ifdef __cplusplus
}
#endif

#endif
