package httpapi

import (
	"encoding/json"
	"io"
	"sync"

	"github.com/danielgtaylor/huma/v2"
)

// appender is an answer that writes its own JSON, because it is large and asked
// for often.
type appender interface {
	AppendJSON(out []byte) []byte
}

// sized is where an answer is written to that can be told its length before.
type sized interface{ setLength(bytes int) }

// answers are buffers for answers that write their own JSON. One that has grown
// far beyond most pages is not kept.
type answers struct{ pool sync.Pool }

const (
	usualAnswer = 64 << 10 // bytes
	mostKept    = 1 << 20
)

func (a *answers) write(w io.Writer, answer appender) error {
	buffer, ok := a.pool.Get().(*[]byte)
	if !ok {
		fresh := make([]byte, 0, usualAnswer)
		buffer = &fresh
	}
	text := append(answer.AppendJSON((*buffer)[:0]), '\n')
	if out, ok := w.(sized); ok {
		out.setLength(len(text))
	}
	_, err := w.Write(text)
	if cap(text) <= mostKept {
		*buffer = text
		a.pool.Put(buffer)
	}
	return err
}

// jsonFormat is how answers become JSON.
func jsonFormat() huma.Format {
	buffers := &answers{}
	return huma.Format{
		Marshal: func(w io.Writer, value any) error {
			if answer, ok := value.(appender); ok {
				return buffers.write(w, answer)
			}
			encoder := json.NewEncoder(w)
			encoder.SetEscapeHTML(false)
			return encoder.Encode(value)
		},
		Unmarshal: json.Unmarshal,
	}
}
