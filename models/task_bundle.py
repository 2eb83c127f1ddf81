"""Give TFLite models the metadata that MediaPipe wants and pack them as a bundle.

MediaPipe refuses a float model that does not say how its input image is normalised.
The statement is a small flatbuffer ("M001") that stands in a buffer of the model, and
an entry ``TFLITE_METADATA`` of the model's metadata table points at it.

The model is not unpacked for this. A new root is put **in front of** the old file, and
its offsets point into that file, which follows byte for byte, still 16-byte aligned.
So no weight can change and no tensor can move. The same input gives the same output.

The work is done with the schema classes of the installed mediapipe, and `flatbuffers`.
"""

import importlib
import io
import struct
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

ALIGNMENT = 16
"""Bytes; TFLite aligns buffers to 16, a bundle only needs 4."""

METADATA_NAME = b"TFLITE_METADATA"
METADATA_IDENTIFIER = b"M001"
MODEL_IDENTIFIER = b"TFL3"

_COPIED_SLOTS = (1, 2, 3, 5, 7, 8, 9)  # offsets of the Model table but for these two:
_BUFFERS_SLOT = 4
_METADATA_SLOT = 6
_ZIP_HEADER_BYTES = 30
_ZIP_ALIGNMENT_ID = 0xD935  # extra field that aligns the data, as Android packages do


class BundleError(Exception):
    """A bundle cannot be built or checked; the message says why and what to do."""

    exit_code = 2


def add_normalization(model: bytes, name: str, mean: float, std: float) -> bytes:
    """Return `model` with metadata: input pixels are taken as ``(x - mean) / std``.

    A model that already says so is returned as it is.

    Parameters
    ----------
    model
        A TFLite file with one image input.
    name
        The model's name in the metadata.
    mean, std
        Normalisation of the pixels, which run from 0 to 255.

    Raises
    ------
    BundleError
        The file is no TFLite model, or already has metadata that says otherwise.
    """
    root = _read_model(model)
    present = read_normalization(model)
    if present is None:
        result = _put_root_in_front(model, root, _pack_metadata(name, mean, std))
        _assert_only_metadata_added(model, result, (mean, std))
        return result
    if present != (mean, std):
        raise BundleError(
            f"{name}: the model's own metadata has mean and std {present}, not "
            f"{(mean, std)}; compare the table of parts with models/README.md"
        )
    return model


def read_normalization(model: bytes) -> tuple[float, float] | None:
    """Return mean and std that the metadata of `model` states; None without any.

    Raises
    ------
    BundleError
        The file is no TFLite model.
    """
    root = _read_model(model)
    schema = _load("mediapipe.tasks.metadata.metadata_schema_py_generated")
    for entry in (root.Metadata(i) for i in range(root.MetadataLength())):
        if entry.Name() != METADATA_NAME:
            continue
        packed = bytes(root.Buffers(entry.Buffer()).DataAsNumpy())
        stated = schema.ModelMetadata.GetRootAs(packed, 0)
        tensor = stated.SubgraphMetadata(0).InputTensorMetadata(0)
        for unit in (tensor.ProcessUnits(i) for i in range(tensor.ProcessUnitsLength())):
            if unit.OptionsType() == schema.ProcessUnitOptions.NormalizationOptions:
                options = schema.NormalizationOptions()
                options.Init(unit.Options().Bytes, unit.Options().Pos)
                return float(options.Mean(0)), float(options.Std(0))
    return None


def pack_bundle(models: Mapping[str, bytes]) -> bytes:
    """Return the bytes of a ``.task`` bundle: a stored zip with aligned entries.

    Times and attributes are fixed, so the same models give the same bytes.

    Parameters
    ----------
    models
        File name in the bundle to content, in the order in which they are stored.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in models.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # Unix, also when built on Windows
            entry.external_attr = 0o644 << 16
            entry.extra = _alignment_field(target.tell() + len(name.encode()))
            archive.writestr(entry, content)
    return target.getvalue()


def _alignment_field(bytes_before: int) -> bytes:
    """Return the zip extra field after which the entry's data are aligned."""
    start = _ZIP_HEADER_BYTES + bytes_before + struct.calcsize("<HHH")
    padding = -start % ALIGNMENT
    return struct.pack("<HHH", _ZIP_ALIGNMENT_ID, 2 + padding, ALIGNMENT) + bytes(padding)


def _load(module: str) -> Any:
    # Loaded late and untyped: mediapipe and flatbuffers carry no types, and checking
    # the committed bundles must work without them.
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise BundleError(f"cannot import {module} ({error}); install formcheck with its requirements") from error


def _read_model(model: bytes) -> Any:
    if model[4:8] != MODEL_IDENTIFIER:
        raise BundleError(f"not a TFLite model: it starts with {model[:8]!r}")
    schema = _load("mediapipe.tasks.metadata.schema_py_generated")
    return schema.Model.GetRootAs(model, 0)


def _pack_metadata(name: str, mean: float, std: float) -> bytes:
    schema = _load("mediapipe.tasks.metadata.metadata_schema_py_generated")
    image = schema.TensorMetadataT(
        name="image",
        content=schema.ContentT(
            contentPropertiesType=schema.ContentProperties.ImageProperties,
            contentProperties=schema.ImagePropertiesT(colorSpace=schema.ColorSpaceType.RGB),
        ),
        processUnits=[
            schema.ProcessUnitT(
                optionsType=schema.ProcessUnitOptions.NormalizationOptions,
                options=schema.NormalizationOptionsT(mean=[mean], std=[std]),
            )
        ],
        stats=schema.StatsT(min=[(0 - mean) / std], max=[(255 - mean) / std]),
    )
    metadata = schema.ModelMetadataT(
        name=name,
        subgraphMetadata=[schema.SubGraphMetadataT(inputTensorMetadata=[image])],
        minParserVersion="1.0.0",
    )
    builder = _load("flatbuffers").Builder(0)
    builder.Finish(metadata.Pack(builder), METADATA_IDENTIFIER)
    return bytes(builder.Output())


def _put_root_in_front(model: bytes, root: Any, metadata: bytes) -> bytes:
    schema = _load("mediapipe.tasks.metadata.schema_py_generated")
    builder = _load("flatbuffers").Builder(0)
    # A builder writes from the end to the front and counts offsets from the end.
    padded = model + bytes(-len(model) % ALIGNMENT)
    builder.CreateByteVector(padded)

    builder.Prep(ALIGNMENT, len(metadata))
    data = builder.CreateByteVector(metadata)
    schema.BufferStart(builder)
    schema.BufferAddData(builder, data)
    new_buffer = schema.BufferEnd(builder)
    name = builder.CreateString(METADATA_NAME)
    schema.MetadataStart(builder)
    schema.MetadataAddName(builder, name)
    schema.MetadataAddBuffer(builder, root.BuffersLength())
    new_entry = schema.MetadataEnd(builder)

    old_buffers = [root.Buffers(i)._tab.Pos for i in range(root.BuffersLength())]
    old_entries = [root.Metadata(i)._tab.Pos for i in range(root.MetadataLength())]
    end = len(padded)
    offsets = {slot: end - position for slot, position in _positions(root)}
    offsets[_BUFFERS_SLOT] = _vector(builder, [*(end - position for position in old_buffers), new_buffer])
    offsets[_METADATA_SLOT] = _vector(builder, [*(end - position for position in old_entries), new_entry])
    schema.ModelStart(builder)
    schema.ModelAddVersion(builder, root.Version())
    for slot, offset in offsets.items():
        builder.PrependUOffsetTRelativeSlot(slot, offset, 0)
    builder.Finish(schema.ModelEnd(builder), MODEL_IDENTIFIER)
    return bytes(builder.Output())


def _positions(root: Any) -> Iterator[tuple[int, int]]:
    """Yield slot and position in the file of what the old root's fields point at."""
    for slot in _COPIED_SLOTS:
        field = root._tab.Offset(4 + 2 * slot)
        if field:
            yield slot, root._tab.Indirect(root._tab.Pos + field)


def _vector(builder: Any, offsets: list[int]) -> int:
    builder.StartVector(4, len(offsets), 4)
    for offset in reversed(offsets):
        builder.PrependUOffsetTRelative(offset)
    return int(builder.EndVector())


def _assert_only_metadata_added(old: bytes, new: bytes, expected: tuple[float, float]) -> None:
    before, after = _read_model(old), _read_model(new)
    added = len(new) - len(old) - (-len(old) % ALIGNMENT)
    same_file = added % ALIGNMENT == 0 and new[added : added + len(old)] == old
    same_buffers = after.BuffersLength() == before.BuffersLength() + 1 and all(
        after.Buffers(i)._tab.Pos == before.Buffers(i)._tab.Pos + added for i in range(before.BuffersLength())
    )
    same_fields = [(s, p + added) for s, p in _positions(before)] == [*_positions(after)]
    if not (same_file and same_buffers and same_fields):
        raise BundleError("adding metadata changed the model; nothing was written")
    if read_normalization(new) != expected:
        raise BundleError("the metadata does not read back; nothing was written")
