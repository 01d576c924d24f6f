#include "CTOML.h"

#include <algorithm>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

// The parser's assertions fail on some input that it then refuses with a message, such as `[)x]`:
// they must neither end the program nor, with NDEBUG, be taken for true.
#undef NDEBUG
#define TOML_ASSERT(expr) static_cast<void>(0)
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

namespace {

/// Deeper documents are refused: the parser's own limit does not cover dotted keys, and its
/// destructors are recursive.
constexpr size_t maximum_depth = 128;

struct owned_node {
  ctoml_kind kind = ctoml_table;
  bool is_inline = false;
  size_t children = 0;
  toml::source_position key_position{};
  toml::source_position position{};
  std::string key;
  std::string text;
  int64_t integer = 0;
  double number = 0;
};

}  // namespace

struct ctoml_document {
  std::vector<owned_node> nodes;
  std::string error;
  toml::source_position error_position{};
  bool failed = false;
};

namespace {

/// Finds a dotted key of more parts than `maximum_depth`, which would exhaust the stack later.
///
/// Dots count outside strings and comments, since the last character that cannot be in a key.
bool has_overlong_key(std::string_view text, uint32_t &line) {
  size_t dots = 0;
  line = 1;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      ++line;
      dots = 0;
    } else if (c == '#') {
      while (i + 1 < text.size() && text[i + 1] != '\n') ++i;
    } else if (c == '"' || c == '\'') {
      const bool is_long = text.substr(i, 3) == std::string_view(c == '"' ? "\"\"\"" : "'''");
      const size_t width = is_long ? 3 : 1;
      const std::string_view end = text.substr(i, width);
      for (i += width; i < text.size() && text.substr(i, width) != end; ++i) {
        if (c == '"' && text[i] == '\\') ++i;
        if (i < text.size() && text[i] == '\n') {
          ++line;
          if (!is_long) break;
        }
      }
      i += width - 1;
    } else if (c == '.') {
      if (++dots >= maximum_depth) return true;
    } else if (c == '=' || c == ',' || c == '[' || c == ']' || c == '{' || c == '}') {
      dots = 0;
    }
  }
  return false;
}

struct too_deep {
  toml::source_position position;
};

void append(const toml::node &node, size_t depth, std::vector<owned_node> &nodes, size_t index);

void append_table(
    const toml::table &table, size_t depth, std::vector<owned_node> &nodes, size_t index) {
  std::vector<std::pair<const toml::key *, const toml::node *>> entries;
  for (auto it = table.cbegin(); it != table.cend(); ++it)
    entries.emplace_back(&(*it).first, &(*it).second);
  std::sort(entries.begin(), entries.end(), [](const auto &a, const auto &b) {
    return a.first->source().begin < b.first->source().begin;
  });
  nodes[index].children = entries.size();
  for (const auto &[key, value] : entries) {
    owned_node child;
    child.key = std::string(key->str());
    child.key_position = key->source().begin;
    nodes.push_back(std::move(child));
    append(*value, depth + 1, nodes, nodes.size() - 1);
  }
}

void append_array(
    const toml::array &array, size_t depth, std::vector<owned_node> &nodes, size_t index) {
  nodes[index].children = array.size();
  for (const toml::node &value : array) {
    nodes.emplace_back();
    append(value, depth + 1, nodes, nodes.size() - 1);
  }
}

template <typename T>
std::string text_of(const T &value) {
  std::ostringstream stream;
  stream << value;
  return stream.str();
}

void append(const toml::node &node, size_t depth, std::vector<owned_node> &nodes, size_t index) {
  nodes[index].position = node.source().begin;
  if (depth > maximum_depth) throw too_deep{nodes[index].position};
  if (const auto *table = node.as_table()) {
    nodes[index].kind = ctoml_table;
    nodes[index].is_inline = table->is_inline();
    append_table(*table, depth, nodes, index);
  } else if (const auto *array = node.as_array()) {
    nodes[index].kind = ctoml_array;
    append_array(*array, depth, nodes, index);
  } else if (const auto *string = node.as_string()) {
    nodes[index].kind = ctoml_string;
    nodes[index].text = string->get();
  } else if (const auto *integer = node.as_integer()) {
    nodes[index].kind = ctoml_integer;
    nodes[index].integer = integer->get();
  } else if (const auto *number = node.as_floating_point()) {
    nodes[index].kind = ctoml_number;
    nodes[index].number = number->get();
  } else if (const auto *boolean = node.as_boolean()) {
    nodes[index].kind = ctoml_boolean;
    nodes[index].integer = boolean->get() ? 1 : 0;
  } else {
    nodes[index].kind = ctoml_date;
    if (const auto *date = node.as_date()) nodes[index].text = text_of(date->get());
    if (const auto *time = node.as_time()) nodes[index].text = text_of(time->get());
    if (const auto *both = node.as_date_time()) nodes[index].text = text_of(both->get());
  }
}

void fail(ctoml_document &document, std::string message, toml::source_position position) {
  document.nodes.clear();
  document.failed = true;
  document.error = std::move(message);
  document.error_position = position;
}

void parse(ctoml_document &document, std::string_view text) {
  const std::string nesting = "keys and values may be nested " + std::to_string(maximum_depth) +
                              " levels deep at most";
  uint32_t line = 0;
  if (has_overlong_key(text, line)) {
    fail(document, nesting, {line, 1});
    return;
  }
  try {
    const toml::table root = toml::parse(text);
    document.nodes.emplace_back();
    append(root, 0, document.nodes, 0);
  } catch (const toml::parse_error &error) {
    fail(document, std::string(error.description()), error.source().begin);
  } catch (const too_deep &error) {
    fail(document, nesting, error.position);
  }
}

}  // namespace

extern "C" {

ctoml_document *ctoml_parse(const char *bytes, size_t length) {
  try {
    auto document = std::make_unique<ctoml_document>();
    try {
      parse(*document, std::string_view(bytes, length));
    } catch (const std::exception &error) {
      fail(*document, error.what(), {});
    }
    return document.release();
  } catch (...) {
    return nullptr;
  }
}

void ctoml_free(ctoml_document *document) { delete document; }

const char *ctoml_error(const ctoml_document *document) {
  return document->failed ? document->error.c_str() : nullptr;
}

uint32_t ctoml_error_line(const ctoml_document *document) {
  return document->error_position.line;
}

uint32_t ctoml_error_column(const ctoml_document *document) {
  return document->error_position.column;
}

size_t ctoml_count(const ctoml_document *document) { return document->nodes.size(); }

ctoml_node ctoml_node_at(const ctoml_document *document, size_t index) {
  const owned_node &node = document->nodes[index];
  ctoml_node result;
  result.kind = node.kind;
  result.is_inline = node.is_inline;
  result.children = node.children;
  result.key_line = node.key_position.line;
  result.key_column = node.key_position.column;
  result.line = node.position.line;
  result.column = node.position.column;
  result.key = node.key.data();
  result.key_length = node.key.size();
  result.text = node.text.data();
  result.text_length = node.text.size();
  result.integer = node.integer;
  result.number = node.number;
  return result;
}

}  // extern "C"
