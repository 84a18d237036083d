"""What the sample is heard by: an episode that may come out, a feed for it, and songs."""


def mpeg(seconds: int) -> bytes:
    """Return so many seconds of silence as an MP3 file of 128 kbit/s."""
    # One frame of MPEG 1, layer III: 1,152 samples of 44,100 a second, in one channel.
    frame = b"\xff\xfb\x90\xc4".ljust(144 * 128_000 // 44_100, b"\0")
    return frame * (seconds * 44_100 // 1_152)
