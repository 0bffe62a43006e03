// Package screens makes every screen from the desks it is given. It decides
// nothing: each screen is a package of its own below this one, and none of them
// knows another.
package screens
