//go:build race

package till_test

// usualSchedules are fewer here: the race detector is ten times slower.
const usualSchedules = 390
