"""Checks that each source includes the standard headers it uses: check_includes.py SOURCE_DIR

What a file uses has to come from a header that it names, or that a header of the project which it
includes names; not from another standard or system header by accident, which the next compiler's
library may have mended (<cstdint> through <string>, <algorithm> through <functional>).
"""
import re
import sys
from functools import lru_cache
from pathlib import Path

source = Path(sys.argv[1]).resolve()
FOLDERS = ["core", "viz", "app", "tests"]
# symbol -> the headers of which one has to be there
PROVIDERS = {
    "algorithm": "std::(?:ranges::)?(?:sort|stable_sort|partial_sort|nth_element|find_if|find_if_not|any_of|all_of|none_of|count_if|"
                 "max_element|min_element|minmax_element|transform|copy_n|copy_if|fill_n|generate|lower_bound|upper_bound|"
                 "binary_search|equal_range|unique|reverse|rotate|remove_if|replace_if|partition|stable_partition|"
                 "clamp|set_union|set_difference|set_intersection|includes|is_sorted|adjacent_find|lexicographical_compare|"
                 "next_permutation|push_heap|pop_heap|make_heap|merge|for_each|mismatch)\\b",
    "array": "std::(?:array|to_array)\\b", "atomic": "std::atomic\\w*\\b", "bit": "std::(?:bit_cast|popcount|countr_zero|countl_zero|bit_width|bit_ceil|endian|has_single_bit)\\b",
    "charconv": "std::(?:from_chars|to_chars)\\b", "chrono": "std::chrono\\b",
    "cmath": "std::(?:sqrt|exp|expm1|log|log1p|log2|log10|pow|sin|cos|tan|tanh|atan2|acos|asin|hypot|floor|ceil|round|lround|llround|trunc|"
             "isnan|isfinite|isinf|lgamma|tgamma|ldexp|frexp|ilogb|scalbn|fmod|remainder|nextafter|copysign|signbit|cbrt|erf|fma|nearbyint|rint)\\b",
    "condition_variable": "std::condition_variable\\w*", "csignal": "std::(?:signal|raise|sig_atomic_t)\\b",
    "cstdint": "(?<![\\w:])(?:std::)?u?int(?:8|16|32|64|ptr)_t\\b", "cstdio": "std::(?:fopen|fclose|fread|fwrite|fputs|fflush|fprintf|printf|snprintf|puts|perror|FILE|rename)\\b",
    "cstdlib": "std::(?:getenv|abort|exit|_Exit|malloc|free|strtod|strtol|system|quick_exit)\\b", "cstring": "std::(?:mem(?:cpy|cmp|set|move|chr)|str(?:len|cmp|ncmp|error|chr|rchr|signal))\\b",
    "deque": "std::deque\\b", "filesystem": "std::filesystem\\b", "fstream": "std::(?:[io]?fstream)\\b",
    "functional": "std::(?:function|less|greater|plus|multiplies|hash|reference_wrapper|bind_front|invoke|minus|equal_to|not_fn)\\b", "future": "std::(?:future|promise|async|packaged_task|shared_future)\\b",
    "iostream": "std::(?:cout|cerr|cin|clog)\\b", "limits": "std::numeric_limits\\b", "list": "std::list\\b", "locale": "std::(?:use_facet|numpunct)\\b",
    "map": "std::(?:multi)?map\\b", "memory": "std::(?:unique_ptr|shared_ptr|weak_ptr|make_unique|make_shared|enable_shared_from_this)\\b",
    "mutex": "std::(?:mutex|lock_guard|unique_lock|scoped_lock|call_once|once_flag|recursive_mutex)\\b", "numbers": "std::numbers\\b",
    "numeric": "std::(?:accumulate|iota|inner_product|partial_sum|reduce|gcd|lcm|exclusive_scan|inclusive_scan|midpoint|transform_reduce|adjacent_difference)\\b",
    "optional": "std::(?:optional|nullopt|make_optional)\\b", "queue": "std::(?:priority_)?queue\\b", "regex": "std::regex\\w*", "set": "std::(?:multi)?set\\b",
    "span": "std::span\\b", "sstream": "std::(?:[io]?stringstream)\\b", "stack": "std::stack\\b", "stdexcept": "std::(?:runtime_error|logic_error|invalid_argument|out_of_range)\\b",
    "stop_token": "std::stop_(?:token|source|callback)\\b", "string": "std::(?:string|to_string|getline|stoi|stod|u32string|u16string)\\b",
    "string_view": "std::string_view\\b", "system_error": "std::(?:error_code|errc|system_error|generic_category|make_error_code)\\b", "thread": "std::(?:thread|jthread|this_thread)\\b",
    "tuple": "std::(?:tuple|tie|make_tuple|apply)\\b", "unordered_map": "std::unordered_map\\b", "unordered_set": "std::unordered_set\\b",
    "utility": "std::(?:pair|exchange|make_pair|in_place|index_sequence)\\b", "variant": "std::(?:variant|visit|get_if|holds_alternative|monostate)\\b", "vector": "std::vector\\b",
}
# A header whose contract includes another's names.
ALSO = {"string": ["string_view"], "map": ["utility"], "unordered_map": ["utility"], "jthread": [], "thread": ["stop_token"],
        "filesystem": ["system_error"], "system_error": ["string"], "sstream": ["string"], "fstream": ["string", "filesystem"], "iostream": ["string"],
        "stdexcept": ["string"], "numbers": [], "condition_variable": ["mutex"], "tuple": ["utility"], "algorithm": ["utility"], "variant": ["utility"]}
PATTERNS = {header: re.compile(pattern) for header, pattern in PROVIDERS.items()}
C_NAMES = {"cmath": "math.h", "cstdint": "stdint.h", "cstdio": "stdio.h", "cstdlib": "stdlib.h", "cstring": "string.h", "csignal": "signal.h"}


@lru_cache(maxsize=None)
def includes(path):
    """(standard headers, project headers) that the file names itself."""
    standard, project = set(), set()
    for left, name in re.findall(r'^\s*#\s*include ([<"])([^>"]+)[>"]', path.read_text(encoding="utf-8"), re.MULTILINE):
        if left == '"' and (source / name).exists():
            project.add(source / name)
        else:
            standard.add(name)
    return standard, project


@lru_cache(maxsize=None)
def provided(path):
    """Standard headers that the file names, or that the project's headers it includes name."""
    seen, waiting, headers = {path}, [path], set()
    while waiting:
        standard, project = includes(waiting.pop())
        headers |= standard
        waiting += project - seen
        seen |= project
    for header in list(headers):
        headers |= set(ALSO.get(header, []))
    return headers


def code(text):
    """Without comments and string literals."""
    text = re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r'R"(\w*)\(.*?\)\1"', '""', text, flags=re.DOTALL)
    return re.sub(r'"(?:\\.|[^"\\\n])*"', '""', text)


failures, n_files = [], 0
for folder in FOLDERS:
    for path in sorted((source / folder).rglob("*")):
        if path.suffix not in (".h", ".cpp"):
            continue
        n_files += 1
        text, there = code(path.read_text(encoding="utf-8")), provided(path)
        for header, pattern in PATTERNS.items():
            used = pattern.search(text)
            if used and header not in there and C_NAMES.get(header, header) not in there:
                failures.append(f"{path.relative_to(source)}: uses {used.group(0)} without <{header}>")
print("\n".join(failures) if failures else f"{n_files} files include what they use")
sys.exit(1 if failures or n_files == 0 else 0)
