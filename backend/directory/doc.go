// Package directory keeps what is dear to ask a vendor for again: the members
// that were read lately, so that they can be found by a part of a name, and the
// number of calls made today.
//
// It may import backend, money and safe of guitai's. Everything in it is a copy
// that the vendor can give anew: a damaged file is begun again and never stands
// in the way. It must never hold a password, a reply's body or anything else
// that looking up does not need, and no balance in it is ever used to move
// money.
package directory
