package cli

import (
	"io"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
)

// A program that has ended leaves a Read behind: the first key after it belongs to
// the next program.
func TestTheNextProgramGetsTheFirstKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, keys := io.Pipe()
		h, gone := handOver(in)
		read := func(r io.Reader, n int) chan string {
			got := make(chan string, 1)
			go func() {
				b := make([]byte, n)
				k, err := r.Read(b)
				if err != nil {
					got <- err.Error()
					return
				}
				got <- string(b[:k])
			}()
			return got
		}
		first, end := h.program()
		left := read(first, 8)
		synctest.Wait()
		end()
		assert.Equal(t, "EOF", <-left)
		second, over := h.program()
		go func() { _, _ = keys.Write([]byte("591736")) }()
		assert.Equal(t, "59", <-read(second, 2), "in pieces too")
		assert.Equal(t, "17", <-read(second, 2))
		over()
		third, _ := h.program()
		assert.Equal(t, "36", <-read(third, 8), "what was read ahead is the next one's")
		_ = keys.Close()
		assert.Equal(t, "EOF", <-read(third, 8))
		gone()
	})
}
