//go:build !race

package verdict_test

// usual is how many schedules a row has.
const usual = 200_000
