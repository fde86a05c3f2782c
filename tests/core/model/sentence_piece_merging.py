"""SentencePiece's byte-pair encoding by its own rule, without a list of merges: of all neighbours that are a piece together the one
with the best score, of equal ones the leftmost."""

import heapq


def merged_pieces(text, scores):
    """scores: of every piece that merges may make. Characters that are none stay as they are."""
    symbols, left, right = list(text), list(range(-1, len(text) - 1)), list(range(1, len(text) + 1))
    waiting = []

    def consider(first, second):
        if first >= 0 and second < len(symbols):
            piece = symbols[first] + symbols[second]
            if piece in scores:
                heapq.heappush(waiting, (-scores[piece], first, second, piece))

    for i in range(len(symbols) - 1):
        consider(i, i + 1)
    while waiting:
        _, first, second, piece = heapq.heappop(waiting)
        if symbols[first] is None or symbols[second] is None or symbols[first] + symbols[second] != piece:
            continue
        symbols[first], symbols[second] = piece, None
        right[first] = right[second]
        if right[second] < len(symbols):
            left[right[second]] = first
        consider(left[first], first)
        consider(first, right[first])
    return [symbol for symbol in symbols if symbol is not None]
