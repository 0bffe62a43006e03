// Command gen prints invented members, one a line: id, number, name, phone and
// level, with tabs between them.
//
//	go run ./backend/directory/gen -n 1000000 -seed 1
package main

import (
	"bufio"
	"flag"
	"fmt"
	"log"
	"os"

	"guitai/backend/directory/people"
)

func main() {
	n := flag.Int("n", 1000, "how many members")
	seed := flag.Uint64("seed", 1, "the same seed gives the same members")
	flag.Parse()
	out := bufio.NewWriter(os.Stdout)
	crowd := people.New(*seed)
	for range *n {
		p := crowd.Next()
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\n", p.ID, p.Number, p.Name, p.Phone, p.Level)
	}
	if err := out.Flush(); err != nil {
		log.Fatal(err)
	}
}
