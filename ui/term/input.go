package term

import (
	"context"
	"io"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

const (
	// escapeWait is how long the rest of an escape sequence may take. After
	// that a lone ESC is the key Esc.
	escapeWait = 40 * time.Millisecond
	// pasteWait is how long a paste may pause before it is taken to have
	// ended without its mark. It is longer because the rest of a paste that
	// was cut off would be taken for typed keys.
	pasteWait = time.Second
	// chunkSize is how much is read at once.
	chunkSize = 1 << 10
)

// read parses what is typed and sends it on until the input ends, which it
// reports to end, or the context does. send may wait while the program is busy; what
// is typed then waits in the terminal, in order and complete.
func read(ctx context.Context, in io.Reader, send func(tea.Msg), end func(error)) {
	defer recoverAs("input", end)
	chunks := make(chan []byte)
	go readChunks(ctx, in, chunks)
	var keys keyDecoder
	silence := time.NewTimer(time.Hour)
	silence.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case chunk, ok := <-chunks:
			if !ok {
				deliver(keys.flush(), send)
				end(ErrInputEnded)
				return
			}
			deliver(keys.feed(chunk), send)
		case <-silence.C:
			deliver(keys.flush(), send)
		}
		silence.Stop()
		if wait := keys.patience(); wait > 0 {
			silence.Reset(wait)
		}
	}
}

func deliver(msgs []tea.Msg, send func(tea.Msg)) {
	for _, msg := range msgs {
		send(msg)
	}
}

// readChunks reads into two buffers in turn: one is being parsed while the
// other is filled.
func readChunks(ctx context.Context, in io.Reader, chunks chan<- []byte) {
	defer close(chunks)
	var buffers [2][chunkSize]byte
	for i := 0; ; i ^= 1 {
		n, err := in.Read(buffers[i][:])
		if n > 0 {
			select {
			case chunks <- buffers[i][:n]:
			case <-ctx.Done():
				return
			}
		}
		if err != nil {
			return
		}
	}
}
