"""Maximal cliques against networkx, Betti numbers against plain ranks: compare_with_networkx.py CLIQUE_NUMBERS."""

import itertools
import subprocess
import sys
import tempfile

import networkx as nx
import numpy as np
from sklearn.neighbors import NearestNeighbors


def run(program, n, edges, max_dimension=-1, repeats=1):
    """Seconds of the search and of making the graph, counts per dimension, Betti numbers, cliques."""
    edges = np.asarray(edges, dtype="<i4").reshape(-1, 2)
    with tempfile.NamedTemporaryFile(suffix=".bin") as file:
        np.array([n, len(edges), max_dimension], dtype="<i4").tofile(file)
        edges.tofile(file)
        file.flush()
        out = subprocess.run([program, file.name, str(repeats)], check=True, capture_output=True, text=True)
    lines = out.stdout.splitlines()
    seconds = [float(x) for x in lines[0].split()]
    rows = [[int(x) for x in line.split()] for line in lines[1:]]
    counts, betti = rows[:2] if max_dimension >= 0 else ([], [])
    return seconds, counts, betti, rows[2 if max_dimension >= 0 else 0:]


def knn_edges(points, k):
    """Directed: from every point to its k nearest."""
    found = NearestNeighbors(n_neighbors=k + 1).fit(points).kneighbors(points, return_distance=False)
    edges = [(i, j) for i, row in enumerate(found) for j in [j for j in row if j != i][:k]]
    return np.array(edges)


def as_graph(n, edges):
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from((int(a), int(b)) for a, b in edges if a != b)
    return graph


def graphs(rng):
    for n, p in ((1, 0), (20, 0.5), (60, 0.1), (60, 0.5), (180, 0.45), (60, 0.75), (400, 0.05), (2000, 0.004)):
        yield f"G({n}, {p})", n, [e for e in itertools.combinations(range(n), 2) if rng.random() < p]
    for d, k in ((2, 5), (2, 10), (8, 5), (8, 10), (64, 5), (64, 20)):
        yield f"neighbours, d {d}, k {k}", 1000, knn_edges(rng.normal(size=(1000, d)), k)
    repeated = np.repeat(rng.normal(size=(40, 2)), 12, axis=0)
    yield "repeated points", len(repeated), knn_edges(repeated, 10)
    yield "lattice", 900, knn_edges(np.indices((30, 30)).reshape(2, -1).T.astype(float), 8)
    hubs = np.vstack([rng.normal(size=(300, 40)), np.zeros((3, 40))])
    yield "hubs", len(hubs), knn_edges(hubs, 6)
    yield "one equal point", 300, knn_edges(np.zeros((300, 3)), 7)
    yield "hub and cliques", 500, [(0, i) for i in range(1, 500)] + [
        (10 * g + a, 10 * g + b) for g in range(50) for a, b in itertools.combinations(range(10), 2)]
    # The hub's and the clique's neighbourhoods are larger than one machine word.
    yield "100-cliques in a chain", 451, [(50 * g + a, 50 * g + b) for g in range(8)
                                          for a, b in itertools.combinations(range(100), 2)]


def rank_over_z2(matrix):
    matrix = matrix.astype(bool).copy()
    rank = 0
    for column in range(matrix.shape[1]):
        rows = np.nonzero(matrix[rank:, column])[0] + rank
        if len(rows) == 0:
            continue
        matrix[[rank, rows[0]]] = matrix[[rows[0], rank]]
        others = np.nonzero(matrix[:, column])[0]
        matrix[others[others != rank]] ^= matrix[rank]
        rank += 1
        if rank == len(matrix):
            break
    return rank


def plain_complex(n, graph, max_dimension):
    """Counts per dimension to max_dimension and Betti numbers, from networkx's own list of all cliques."""
    faces = [[] for _ in range(max_dimension + 2)]
    for clique in nx.enumerate_all_cliques(graph):
        if len(clique) > max_dimension + 2:
            break
        faces[len(clique) - 1].append(tuple(sorted(clique)))
    ranks = [0]
    for low, high in zip(faces, faces[1:]):
        index = {face: i for i, face in enumerate(low)}
        matrix = np.zeros((len(high), len(low)), dtype=bool)
        for row, face in enumerate(high):
            for left_out in range(len(face)):
                matrix[row, index[face[:left_out] + face[left_out + 1:]]] = True
        ranks.append(rank_over_z2(matrix) if matrix.size else 0)
    counts = [len(level) for level in faces[:-1]]
    return counts, [c - ranks[d] - ranks[d + 1] for d, c in enumerate(counts)]


def complexes(rng):
    angles = 2 * np.pi * np.arange(60) / 60
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    yield "ring", 60, knn_edges(ring + 0.02 * rng.normal(size=ring.shape), 5)
    height = 1 - (2 * np.arange(60) + 1) / 60
    turn = np.arange(60) * np.pi * (3 - 5 ** 0.5)
    width = np.sqrt(1 - height**2)
    sphere = np.stack([width * np.cos(turn), width * np.sin(turn), height], axis=1)
    yield "sphere", 60, np.argwhere(np.linalg.norm(sphere[:, None] - sphere, axis=2) < 0.75)
    for n, p in ((14, 0.5), (30, 0.3), (40, 0.2), (25, 0.6)):
        yield f"G({n}, {p})", n, [e for e in itertools.combinations(range(n), 2) if rng.random() < p]
    yield "plane, k 4", 150, knn_edges(rng.random((150, 2)), 4)


def main(program):
    rng = np.random.default_rng(0)
    n_graphs = n_cliques = n_complexes = n_holes = 0
    for name, n, edges in graphs(rng):
        expected = sorted(sorted(clique) for clique in nx.find_cliques(as_graph(n, edges)))
        _, _, _, found = run(program, n, edges)
        assert found == expected, (name, len(found), len(expected))
        n_graphs += 1
        n_cliques += len(found)
    for name, n, edges in complexes(rng):
        _, counts, betti, _ = run(program, n, edges, max_dimension=2)
        expected = plain_complex(n, as_graph(n, edges), 2)
        assert (counts, betti) == expected, (name, counts, betti, expected)
        if name == "sphere":
            assert betti == [1, 0, 1], betti
        n_complexes += 1
        n_holes += sum(betti[1:])
    assert n_cliques > 100_000 and n_holes > 5, (n_cliques, n_holes)
    print(f"{n_graphs} graphs with {n_cliques} cliques; {n_complexes} complexes with {n_holes} holes: all equal")


if __name__ == "__main__":
    main(sys.argv[1])
