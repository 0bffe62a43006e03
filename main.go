// Command guitai is a front desk for stored-value members.
package main

import (
	"context"
	"os"

	"guitai/ui/cli"
)

func main() { os.Exit(cli.Main(context.Background(), os.Args[1:], cli.Process())) }
