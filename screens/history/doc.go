// Package history is what happened to one card: an endless list that reads on as
// somebody scrolls, filters by kind and time, and a check that every balance
// follows from the one before it.
//
// It may import ui, its widgets, texts and theme, the key contract, backend,
// money and safe. Moving in the list must cost the same in ten rows and in ten
// thousand. It must never judge a row whose kind it does not know, nor a list
// with rows left out, and never hide that the vendor shows only a part.
package history
