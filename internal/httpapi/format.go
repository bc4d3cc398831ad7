package httpapi

import (
	"encoding/json"
	"io"

	"github.com/danielgtaylor/huma/v2"
)

// appender is an answer that writes its own JSON, because it is large and asked
// for often.
type appender interface {
	AppendJSON(out []byte) []byte
}

// usualAnswer is the size, in bytes, that answers begin with: most pages fit.
const usualAnswer = 64 << 10

// jsonFormat is how answers become JSON.
func jsonFormat() huma.Format {
	return huma.Format{
		Marshal: func(w io.Writer, value any) error {
			if answer, ok := value.(appender); ok {
				_, err := w.Write(append(answer.AppendJSON(make([]byte, 0, usualAnswer)), '\n'))
				return err
			}
			encoder := json.NewEncoder(w)
			encoder.SetEscapeHTML(false)
			return encoder.Encode(value)
		},
		Unmarshal: json.Unmarshal,
	}
}
