//go:build !race

package till_test

// usualSchedules are played whenever the tests run: about a minute on two cores.
const usualSchedules = 3900
