"""One pass of openai-whisper over at most 30 s of sound: text, how sure it is, and when each word was said.

The sound is encoded once, in a context that is only as long as needed; decoding and alignment both work on that.
Nothing in the model is changed for it.
"""

from __future__ import annotations

import threading
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.domain.sound import LINE_RATE_HZ, FloatArray
from simulator.domain.transcript import Word
from simulator.engines.hearing import FULL_CONTEXT_S, HOP, Hearing, padded_length
from simulator.engines.threads import wait_asleep
from simulator.engines.word_times import spoken_words, token_starts
from simulator.errors import Broken, Missing
from simulator.messages import LANGS, Lang
from simulator.speech.guards import Signs, compression_ratio, token_cap

if TYPE_CHECKING:
    import torch

_TURN = threading.Lock()  # decoding hooks into the model, and alignment switches a flag of all Whisper models


class WhisperModel:
    """A loaded checkpoint; passes take turns.

    Parameters
    ----------
    checkpoint
        A file of openai-whisper.
    size
        The name under which openai-whisper knows which attention heads follow the sound (``base``).

    Raises
    ------
    Missing
        If openai-whisper or torch can't be loaded.
    Broken
        If the file is no such checkpoint.
    """

    def __init__(self, checkpoint: Path, size: str) -> None:
        whisper = _library()
        try:
            self._model: Any = whisper.load_model(str(checkpoint), device="cpu")
        except Exception as error:  # torch raises types of its own for every sort of damage
            raise Broken("hearing.bad_checkpoint", path=checkpoint) from error
        self._model.eval()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # the tokenizer leaves its word list open
            _tokenizer(self._model, "en")
        if size in whisper._ALIGNMENT_HEADS:
            self._model.set_alignment_heads(whisper._ALIGNMENT_HEADS[size])

    def hear(self, samples: FloatArray, lang: Lang, context_s: float) -> Hearing:
        """Return the words of at most 30 s of sound at 16 kHz, greedily, without a prompt.

        Parameters
        ----------
        samples
            Shape (n,), float32.
        lang
            The language spoken.
        context_s
            How much the encoder sees, the sound and silence behind it; below 10 s Whisper loops.
        """
        import torch

        cap = token_cap(len(samples) / LINE_RATE_HZ)
        with _TURN, torch.inference_mode():
            states = self._encode(samples, context_s)
            result = _decoding(self._model, lang, cap).run(states)[0]
            words = self._words(result.tokens, states, lang, len(samples))
        text = result.text.strip()
        signs = Signs(
            compression=compression_ratio(text),
            no_speech=float(result.no_speech_prob),
            logprob=float(result.avg_logprob),
            capped=len(result.tokens) >= cap,
        )
        return Hearing(text, words, signs, len(result.tokens))

    def language(self, samples: FloatArray) -> Lang:
        """Return which of the two languages is more likely spoken in the first 30 s."""
        import torch

        tokenizer = _tokenizer(self._model, "en")
        with _TURN, torch.inference_mode():
            states = self._encode(samples[: int(FULL_CONTEXT_S * LINE_RATE_HZ)], FULL_CONTEXT_S)
            logits = self._model.logits(torch.tensor([[tokenizer.sot]]), states)[0, 0]
        return max(LANGS, key=lambda lang: float(logits[tokenizer.to_language_token(lang)]))

    def _encode(self, samples: FloatArray, context_s: float) -> torch.Tensor:
        """Return the encoder's states, shape (1, n, d): as the model's own encoder, for a context of any length."""
        import torch
        from torch.nn.functional import gelu
        from whisper.audio import log_mel_spectrogram, pad_or_trim

        encoder = self._model.encoder
        padded = pad_or_trim(torch.from_numpy(np.ascontiguousarray(samples)), padded_length(context_s))
        x = log_mel_spectrogram(padded, self._model.dims.n_mels)[None]
        x = gelu(encoder.conv2(gelu(encoder.conv1(x)))).permute(0, 2, 1)
        x = x + encoder.positional_embedding[: x.shape[1]]
        for block in encoder.blocks:
            x = block(x)
        states: torch.Tensor = encoder.ln_post(x)
        return states

    def _words(self, tokens: list[int], states: torch.Tensor, lang: Lang, samples: int) -> tuple[Word, ...]:
        if not tokens:
            return ()
        tokenizer = _tokenizer(self._model, lang)
        head = [*tokenizer.sot_sequence, tokenizer.no_timestamps]
        logits, attention = self._attend([*head, *tokens, tokenizer.eot], states)
        steps = max(1, min(states.shape[1], -(-samples // (2 * HOP))))
        starts_s = token_starts(attention[:, len(head) - 1 : -1, :steps])
        chances = logits[len(head) - 1 : -2, : tokenizer.eot].softmax(-1).numpy()[np.arange(len(tokens)), tokens]
        return spoken_words(tokenizer, tokens, starts_s, chances, samples / LINE_RATE_HZ)

    def _attend(self, tokens: list[int], states: torch.Tensor) -> tuple[torch.Tensor, FloatArray]:
        """Return the logits (tokens, vocabulary) and what the aligned heads look at (heads, tokens, encoder states)."""
        import torch
        from whisper.model import disable_sdpa

        looks: list[Any] = []
        blocks = self._model.decoder.blocks
        hooks = [b.cross_attn.register_forward_hook(lambda _m, _i, out: looks.append(out[-1][0])) for b in blocks]
        try:
            with disable_sdpa():
                logits = self._model.decoder(torch.tensor([tokens]), states)[0]
        finally:
            for hook in hooks:
                hook.remove()
        heads = self._model.alignment_heads.indices().T.tolist()
        return logits, torch.stack([looks[layer][head] for layer, head in heads]).numpy()


def _decoding(model: Any, lang: Lang, cap: int) -> Any:
    """Return openai-whisper's decoder, told that the sound is encoded already."""
    from whisper.decoding import DecodingOptions, DecodingTask

    task = DecodingTask(
        model, DecodingOptions(language=lang, fp16=False, temperature=0.0, without_timestamps=True, sample_len=cap)
    )
    task._get_audio_features = lambda states: states
    return task


def _tokenizer(model: Any, lang: str) -> Any:
    from whisper.tokenizer import get_tokenizer

    return get_tokenizer(model.is_multilingual, num_languages=model.num_languages, language=lang, task="transcribe")


def _library() -> Any:
    wait_asleep()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of numba and torch, about themselves
            import whisper
    except (ImportError, OSError) as error:
        raise Missing("hearing.no_library", library="openai-whisper", reason=error) from error
    return whisper
