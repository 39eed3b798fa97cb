package briefingtest

import "os"

// Full reports whether sweeps run in full: DATELINE_SWEEP=full. Else they are
// samples that fit an ordinary run.
func Full() bool { return os.Getenv("DATELINE_SWEEP") == "full" }
