// Package widget holds the small parts that screens are made of: text and
// amount fields, lists, panels, pickers, forms, big digits and the sign that
// something is being waited for.
//
// A widget is a value that its screen owns: it is told messages, changes only
// itself and draws itself into the width it is given. It may import ui, its
// texts and theme, the key contract, money and safe. It must never start a
// goroutine, ask the clock from a View, know a screen or call anything that can
// block. Widths are counted in terminal cells, never in bytes or characters.
package widget
