package dev.notificationfeed.bench;

/** Decodes the body of one HTTP/1.1 response, chunked (RFC 9112, section 7.1) or not; input may be split anywhere. */
final class HttpBodyDecoder {

    private enum In {
        SIZE,
        DATA,
        END_OF_DATA,
        NOTHING_MORE
    }

    private static final int HEX = 16;

    private final boolean chunked;
    private In in = In.SIZE;
    private int left;

    HttpBodyDecoder(boolean chunked) {
        this.chunked = chunked;
    }

    /** Whether the last chunk was read. */
    boolean hasEnded() {
        return in == In.NOTHING_MORE;
    }

    /** Removes the chunk framing from {@code bytes[from, to)} in place, from index 0; returns the length of the content. */
    int decode(byte[] bytes, int from, int to) {
        if (!chunked) {
            System.arraycopy(bytes, from, bytes, 0, to - from);
            return to - from;
        }
        int length = 0;
        int at = from;
        while (at < to) {
            if (in == In.DATA) {
                int count = Math.min(left, to - at);
                System.arraycopy(bytes, at, bytes, length, count);
                length += count;
                at += count;
                left -= count;
                in = left == 0 ? In.END_OF_DATA : In.DATA;
            } else {
                step(bytes[at++]);
            }
        }
        return length;
    }

    private void step(byte next) {
        if (in == In.SIZE && next != '\r' && next != '\n') {
            left = left * HEX + Character.digit(next, HEX);
        } else if (in == In.SIZE && next == '\n') {
            in = left == 0 ? In.NOTHING_MORE : In.DATA;
        } else if (in == In.END_OF_DATA && next == '\n') {
            in = In.SIZE;
        }
    }
}
