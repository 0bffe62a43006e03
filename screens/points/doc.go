// Package points takes points from a member: a whole number, a preview with the
// points before and after, F10, and what the vendor then says.
package points
