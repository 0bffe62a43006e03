// Package recharge puts money on a member's card: the vendor's rules to choose
// from or any amount, how it is paid, a preview with every rule's gift, F10, and
// what the vendor then gave.
package recharge
