package channel

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"cairn/internal/delivery"
	"cairn/internal/notify"
	"cairn/internal/outward"
)

// Hook is the webhook channel, as package delivery uses it.
type Hook struct{ *Service }

// Send calls the address of the letter's person.
func (h Hook) Send(ctx context.Context, letter delivery.Letter) error {
	m, err := h.compose(ctx, letter, notify.Webhook)
	if err != nil {
		return err
	}
	hook, err := webhookOf(ctx, h.db, letter.PersonID)
	if err != nil {
		return err
	}
	if hook == nil {
		return delivery.ErrNothing
	}
	failure := h.post(ctx, hook, letter.ID, h.text(m, hook.MineAlone))
	if err := h.keepTrouble(ctx, letter.PersonID, failure); err != nil {
		return err
	}
	return failure
}

// mostLines is how much content one message has.
const mostLines = 20

// text is a message as Slack and Mattermost show it. What people wrote can neither
// call everybody in the channel nor hide where a link leads.
func (h Hook) text(m message, content bool) string {
	lines := []string{m.words + ". " + h.baseURL + "/today"}
	if content {
		for i, line := range m.content {
			if i == mostLines {
				lines = append(lines, fmt.Sprintf("… and %d more", len(m.content)-mostLines))
				break
			}
			lines = append(lines, "• "+harmless(line))
		}
	}
	return strings.Join(lines, "\n")
}

// harmless takes their meaning from the signs that chats read: mentions, links and
// markup.
func harmless(line string) string {
	const gap = "\u200b"
	line = strings.Join(strings.Fields(line), " ")
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "@", "@"+gap, "](", "]"+gap+"(", "://", ":"+gap+"//", "`", "ˋ").Replace(line)
}

// post calls an address with a text, signed by the Standard Webhooks scheme: the
// receiver knows by it that the message is ours, is whole, and is not an old one.
func (s *Service) post(ctx context.Context, hook *Webhook, messageID, text string) error {
	body, err := json.Marshal(map[string]string{"text": text})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, hook.URL, bytes.NewReader(body))
	if err != nil {
		return delivery.Refused(err, "the address can't be called")
	}
	at := strconv.FormatInt(s.clock.Now().Unix(), 10)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "Cairn")
	request.Header.Set("Webhook-Id", messageID)
	request.Header.Set("Webhook-Timestamp", at)
	request.Header.Set("Webhook-Signature", sign(hook.Secret, messageID, at, body))
	response, err := s.client.Do(request)
	if err != nil {
		return unreached(err)
	}
	defer func() { _ = response.Body.Close() }()
	outward.Drain(response)
	return taken(response.StatusCode)
}

// sign makes the signature of a message.
func sign(secret, messageID, at string, body []byte) string {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		key = []byte(secret)
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(messageID + "." + at + "."))
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// unreached says, without the address, why nothing was reached.
func unreached(err error) error {
	if errors.Is(err, outward.ErrRefused) {
		return delivery.Refused(err, "%s", outward.ErrRefused)
	}
	return delivery.TryAgain(err, "its server can't be reached")
}

// taken says what an answer means.
func taken(status int) error {
	switch {
	case status >= 200 && status < 300:
		return nil
	case status >= 300 && status < 400:
		return delivery.Refused(nil, "its server sends it on elsewhere (%d), which is not followed; give the address itself", status)
	case status == http.StatusTooManyRequests, status == http.StatusRequestTimeout, status >= 500:
		return delivery.TryAgain(nil, "its server did not take it just now (%d)", status)
	default:
		return delivery.Refused(nil, "its server refused it (%d); make a new address there and set it here", status)
	}
}
