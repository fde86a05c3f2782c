"""The Python package baryscope in processes of its own: Ctrl+C, where its library is, without other packages.

Run by python_sampler_test.py.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
import unittest
from pathlib import Path

import numpy as np
import pandas as pd

from python_package import ALL, LIBRARY, PACKAGE, three_classes, two_classes
from baryscope.over_sampling import SMOTE


def python(code: str, arguments=(), **environment) -> subprocess.CompletedProcess:
    settings = {key: value for key, value in {**os.environ, **environment}.items() if value is not None}
    return subprocess.run([sys.executable, "-c", textwrap.dedent(code), *arguments], env=settings,
                          capture_output=True, text=True, timeout=240)


class Processes(unittest.TestCase):
    def test_ctrl_c_stops_a_long_call_and_the_next_one_works(self):
        done = python("""
            import os, signal, threading
            import numpy as np
            from baryscope.over_sampling import SimplicialSMOTE
            rng = np.random.default_rng(0)
            X, y = rng.normal(size=(200_000, 64)), np.arange(200_000) % 3 == 0
            timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
            timer.start()
            try:
                SimplicialSMOTE(random_state=0).fit_resample(X, y)
                print("finished")
            except KeyboardInterrupt:
                workers = [thread for thread in threading.enumerate() if thread.name == "baryscope"]
                for worker in workers:
                    worker.join(20)
                print("stopped", any(worker.is_alive() for worker in workers))
            print(len(SimplicialSMOTE(random_state=0).fit_resample(X[:90, :2], y[:90])[0]))
            """)
        self.assertEqual(done.stdout.split("\n")[:2], ["stopped False", "120"], done.stderr)

    def test_the_library_is_found_or_the_error_says_where_it_was_looked_for(self):
        importing = "import baryscope.over_sampling, baryscope._library as l; print(l.library_path)"
        for place, words in (("/nowhere/at/all.so", "/nowhere/at/all.so"), (PACKAGE, "libbaryscope_sampling.so")):
            refused = python(importing, BARYSCOPE_LIBRARY=place)
            self.assertIn("ImportError", refused.stderr)
            self.assertIn(words, refused.stderr)
            self.assertIn("BARYSCOPE_LIBRARY", refused.stderr)
        folder = python(importing, BARYSCOPE_LIBRARY=str(Path(LIBRARY).parent))
        self.assertEqual(folder.stdout.strip(), LIBRARY, folder.stderr)
        with tempfile.TemporaryDirectory() as scratch:
            copied = Path(scratch, "a", "b", "c", "baryscope")
            shutil.copytree(Path(PACKAGE, "baryscope"), copied)
            alone = python(importing, BARYSCOPE_LIBRARY=None, PYTHONPATH=str(copied.parent))
            self.assertIn("is in none of these places", alone.stderr)
            other = Path(scratch, "other.so")
            other.write_bytes(b"no library")
            self.assertIn("cannot be loaded", python(importing, BARYSCOPE_LIBRARY=str(other)).stderr)
            build = copied.parents[2] / "build" / "dev" / "lib"
            build.mkdir(parents=True)
            for target in (build, copied):
                os.symlink(LIBRARY, target / "libbaryscope_sampling.so")
                found = python(importing, BARYSCOPE_LIBRARY=None, PYTHONPATH=str(copied.parent))
                self.assertEqual(found.stdout.strip(), str(target / "libbaryscope_sampling.so"), found.stderr)

    def test_numpy_alone_gives_the_same(self):
        X, y = three_classes()
        with tempfile.TemporaryDirectory() as scratch:
            np.savez(Path(scratch, "in.npz"), X=X, y=y)
            done = python("""
                import sys
                class Blocked:
                    def find_spec(self, name, path=None, target=None):
                        if name.split(".")[0] in ("imblearn", "sklearn", "scipy", "pandas"):
                            raise ImportError(name + " is not here")
                sys.meta_path.insert(0, Blocked())
                import pickle
                import numpy as np
                import baryscope.over_sampling as ours
                data = np.load(sys.argv[1] + "/in.npz")
                X, y = data["X"], data["y"]
                found = {}
                for name in sys.argv[2:]:
                    sampler = getattr(ours, name)(random_state=9)
                    found[name + "_X"], found[name + "_y"] = sampler.fit_resample(X, y)
                    pickle.loads(pickle.dumps(sampler)).set_params(**sampler.get_params())
                np.savez(sys.argv[1] + "/out.npz", **found)
                print(ours.SimplicialSMOTE(p=3, alpha=0.5))
                texts = np.array(["b", "a", "c"])[y]
                for strategy in ("minority", "not minority", "all", {"b": 130}, lambda y: {"a": 260}):
                    print(sorted(ours.SMOTE(sampling_strategy=strategy).fit(X, texts).sampling_strategy_.items()))
                print(type(ours.SMOTE().fit_resample(X.tolist(), y.tolist())[1]).__name__)
                sampler = ours.SimplicialSMOTE().fit(X, y)
                print(list(sampler.get_feature_names_out()), sampler.n_features_in_)
                for what, parameters in (((X[:, 0], y), {}), ((X, y[1:]), {}), ((X * np.nan, y), {}), ((X, X[:, 0]), {}),
                        ((X, y * 0), {}), ((X, y), {"p": 0}), ((X, y), {"sampling_strategy": 0.5}),
                        ((X, y), {"sampling_strategy": {9: 1}}), ((X, y), {"sampling_strategy": {0: 1}})):
                    try:
                        ours.SimplicialSMOTE(**parameters).fit_resample(*what)
                        print("accepted")
                    except ValueError as error:
                        print("ValueError", error)
                """, (scratch, *(Sampler.__name__ for Sampler in ALL)))
            self.assertEqual(done.returncode, 0, done.stderr)
            found = np.load(Path(scratch, "out.npz"))
            for Sampler in ALL:
                expected = Sampler(random_state=9).fit_resample(X, y)
                np.testing.assert_array_equal(found[Sampler.__name__ + "_X"], expected[0])
                np.testing.assert_array_equal(found[Sampler.__name__ + "_y"], expected[1])
        lines = done.stdout.splitlines()
        self.assertEqual(lines[0], "SimplicialSMOTE(alpha=0.5, p=3)")
        texts = np.array(["b", "a", "c"])[y]
        for line, strategy in zip(lines[1:6], ("minority", "not minority", "all", {"b": 130}, lambda labels: {"a": 260})):
            asked = SMOTE(sampling_strategy=strategy).fit(X, texts).sampling_strategy_
            self.assertEqual(line, str([(str(c), int(n)) for c, n in sorted(asked.items())]))
        self.assertEqual(lines[6:8], ["list", "['x0', 'x1', 'x2', 'x3'] 4"])
        self.assertEqual(len(lines), 17)
        for line, words in zip(lines[8:], ("2D", "399 labels", "NaN", "Unknown label type", "1 class", "'p' parameter",
                                           "float", "9", "greater or equal")):
            self.assertRegex(line, f"^ValueError .*{words}")

    def test_frames_without_imbalanced_learn(self):
        X, y = two_classes()
        frame = pd.DataFrame(X, columns=["a", "b", "c", "d"]).assign(e=np.arange(len(X)), f=X[:, 0] > 0)
        labels = pd.Series(np.where(y, "rare", "usual"), name="kind")
        with tempfile.TemporaryDirectory() as scratch:
            pd.to_pickle((frame, labels), Path(scratch, "in"))
            done = python("""
                import sys
                class Blocked:
                    def find_spec(self, name, path=None, target=None):
                        if name.split(".")[0] in sys.argv[2].split(","):
                            raise ImportError(name + " is not here")
                sys.meta_path.insert(0, Blocked())
                import pandas as pd
                import baryscope.over_sampling as ours
                given = pd.read_pickle(sys.argv[1] + "/in")
                found = {name: getattr(ours, name)(random_state=2).fit_resample(*given) for name in sys.argv[3:]}
                pd.to_pickle(found, sys.argv[1] + "/out")
                """, (scratch, "imblearn", *(Sampler.__name__ for Sampler in ALL)))
            self.assertEqual(done.returncode, 0, done.stderr)
            found = pd.read_pickle(Path(scratch, "out"))
        for Sampler in ALL:
            X_new, y_new = Sampler(random_state=2).fit_resample(frame, labels)
            pd.testing.assert_frame_equal(found[Sampler.__name__][0], X_new)
            pd.testing.assert_series_equal(found[Sampler.__name__][1], y_new)
