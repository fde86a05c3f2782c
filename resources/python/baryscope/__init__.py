"""Baryscope for Python: over-sampling by simplices, and captures of models (baryscope.capture).

    from baryscope.over_sampling import SimplicialSMOTE
    X_resampled, y_resampled = SimplicialSMOTE(k_neighbors=5, p=5, random_state=0).fit_resample(X, y)

Needs numpy and libbaryscope_sampling; uses imbalanced-learn, scikit-learn, scipy and pandas where they
are installed.
"""

__version__ = "0.1.0"
