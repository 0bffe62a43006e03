//go:build race

package verdict_test

// usual is how many schedules a row has. The race detector is ten times slower.
const usual = 20_000
