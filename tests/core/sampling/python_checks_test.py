"""scikit-learn's and imbalanced-learn's own checks: over their samplers and ours, side by side.

Usage: python_checks_test.py FOLDER_OF_THE_PACKAGE LIBRARY
"""

import os
import sys
import warnings
from functools import partial

os.environ["SCIPY_ARRAY_API"] = "1"  # without it scikit-learn skips what it has on arrays of others
import imblearn.over_sampling as theirs
import pandas
from imblearn.utils import estimator_checks as imblearn_checks
from sklearn.utils import estimator_checks as sklearn_checks
from sklearn.utils._testing import SkipTest

sys.path.insert(0, sys.argv[1])
os.environ["BARYSCOPE_LIBRARY"] = sys.argv[2]
import baryscope.over_sampling as ours

#: Ours, and whose checks it has to pass, beside SMOTE's. Random over-sampling takes missing values,
#: so that SMOTE's check of their refusal is not meant for it.
PEERS = {
    "RandomOverSampler": "RandomOverSampler", "SMOTE": "SMOTE", "BorderlineSMOTE": "BorderlineSMOTE",
    "ADASYN": "ADASYN", "SimplicialSMOTE": "SMOTE", "BorderlineSimplicialSMOTE": "BorderlineSMOTE",
    "SafeLevelSimplicialSMOTE": "SMOTE", "ADASYNSimplicial": "ADASYN",
}


def name_of(check) -> str:
    if isinstance(check, partial):
        words = ",".join(f"{key}={value}" for key, value in sorted(check.keywords.items()))
        return f"{check.func.__name__}({words})"
    return check.__name__


def outcome(check, *arguments) -> str:
    try:
        check(*arguments)
    except SkipTest as skipped:
        return f"skipped: {skipped}"
    except Exception as error:
        return f"failed: {type(error).__name__}: {error}"
    return "passed"


def outcomes(sampler) -> dict[str, str]:
    """Check → passed, skipped or failed, as imbalanced-learn's tests/test_common.py runs them."""
    name = type(sampler).__name__
    found = {}
    for estimator, check in sklearn_checks.estimator_checks_generator(sampler, mark=None):
        found["sklearn " + name_of(check)] = outcome(check, estimator)
    for estimator, check in imblearn_checks.estimator_checks_generator(sampler):
        found["imblearn " + name_of(check)] = outcome(check, estimator)
    for check in (imblearn_checks.check_param_validation,
                  imblearn_checks.check_dataframe_column_names_consistency):
        found["imblearn " + name_of(check)] = outcome(check, name, sampler)
    return found


def main() -> int:
    warnings.simplefilter("ignore")
    reference = {name: outcomes(getattr(theirs, name)(random_state=42)) for name in set(PEERS.values())}
    n_passed, worse = 0, []
    for name, peer in PEERS.items():
        mine = outcomes(getattr(ours, name)(random_state=42))
        n_mine = sum(result == "passed" for result in mine.values())
        for other in sorted({peer, peer if name == "RandomOverSampler" else "SMOTE"}):
            n_theirs = 0
            for check, result in reference[other].items():
                if result != "passed":
                    continue
                n_theirs += 1
                if mine.get(check) != "passed":
                    worse.append(f"{name}: {check}: {other} passes, ours: {mine.get(check, 'not run')}")
            print(f"{name}: {n_mine} of {len(mine)} checks; imbalanced-learn's {other}: "
                  f"{n_theirs} of {len(reference[other])}")
            assert n_theirs > 50, "these are not the checks that are meant"
        for check, result in mine.items():
            if result != "passed":
                print(f"  {check}: {result} (imbalanced-learn's {peer}: {reference[peer].get(check)})")
        n_passed += n_mine
    print("\n".join(worse))
    print(f"{n_passed} passed, {len(worse)} failed")
    return 1 if worse else 0


sys.exit(main())
