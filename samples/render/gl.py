"""Drawing with OpenGL in memory (EGL, Mesa's software renderer): no display, no graphics card."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TypeAlias

import moderngl
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from samples.render.body import Topology
from samples.render.camera import Camera, look_at, orthographic
from samples.render.errors import RenderError
from samples.render.outfits import Dress, Outfit
from samples.render.rotations import FloatArray
from samples.render.scene import Decor, Room, Surface

_SHADOW_PX = 1024
_SAMPLES = 4
_ATTRIBUTES = 8
_Value: TypeAlias = float | tuple[float, ...]


def _shader(name: str) -> str:
    return files("samples.render").joinpath("shaders", name).read_text(encoding="utf-8")


def _matrix(matrix: FloatArray) -> tuple[float, ...]:
    return tuple(matrix.T.ravel().tolist())  # OpenGL wants columns


def _colors(source: Decor | Outfit, *names: str) -> dict[str, _Value]:
    return {f"{name}_color": getattr(source, name) for name in names}


def _set(program: moderngl.Program, values: Mapping[str, _Value]) -> None:
    for name, value in values.items():
        program[name] = value


@cache
def _context() -> moderngl.Context:
    """Return the process's only context: with two, the calls of one would draw into the other."""
    try:
        return moderngl.create_context(standalone=True, backend="egl")  # type: ignore[arg-type]  # its stub is wrong
    except Exception as error:  # glcontext and moderngl raise bare Exception and ImportError
        raise RenderError("Drawing needs EGL and Mesa: apt-get install libegl1 libgl1-mesa-dri") from error


class Renderer:
    """Draws dressed bodies in a room.

    Parameters
    ----------
    topology : Topology
        The bodies' triangles.
    size : tuple of int
        Width and height of the pictures in pixels.
    """

    def __init__(self, topology: Topology, size: tuple[int, int]) -> None:
        self._context = c = _context()
        self._size = size
        self._lit = c.program(_shader("lit.vert.glsl"), _shader("lit.frag.glsl"))
        self._mix = c.program(_shader("room.vert.glsl"), _shader("room.frag.glsl"))
        self._depth = c.program(_shader("depth.vert.glsl"), _shader("depth.frag.glsl"))
        self._room_lit, self._room_dark = c.texture(size, 4), c.texture(size, 4)
        self._canvas = c.framebuffer(
            [c.renderbuffer(size, 4, samples=_SAMPLES)], c.depth_renderbuffer(size, samples=_SAMPLES)
        )
        self._picture = c.framebuffer([c.renderbuffer(size, 4)])
        self._shadow_map = c.depth_texture((_SHADOW_PX, _SHADOW_PX))
        self._shadow_map.compare_func = ""
        self._shadow = c.framebuffer([], self._shadow_map)
        self._make_body_buffers(topology)
        self._room_parts: list[tuple[Surface, moderngl.VertexArray, moderngl.VertexArray]] = []

    def _make_body_buffers(self, topology: Topology) -> None:
        c, faces, n = self._context, topology.faces, len(topology.weights)
        self._faces = faces
        self._places = c.buffer(reserve=n * 6 * 4)
        self._clothes = c.buffer(reserve=n * _ATTRIBUTES * 4)
        index = c.buffer(faces.astype(np.int32).tobytes())
        layout = [(self._places, "3f 3f", "position", "normal"), (self._clothes, "4f 4f", "garment", "face")]
        self._body = c.vertex_array(self._lit, layout, index)
        self._body_shadow = c.vertex_array(self._depth, [(self._places, "3f 12x", "position")], index)
        corners = (faces.T.ravel(), np.tile(np.arange(len(faces)), 3))
        self._gather = sparse.csr_matrix((np.ones(faces.size, np.float32), corners), shape=(n, len(faces)))

    def set_scene(self, room: Room, camera: Camera, dress: Dress | None) -> None:
        """Take a room, a camera and, if anybody is there, what the body wears."""
        for _, seen, mixed in self._room_parts:
            seen.release()
            mixed.release()
        self._room, self._camera, self._dress = room, camera, dress
        self._room_parts = [self._upload(surface, triangles) for surface, triangles in room.parts]
        if dress is not None:
            self._clothes.write(dress.attributes.tobytes())
        centre = np.array([camera.target[0], camera.target[1], 0.4])
        self._from_lamp = orthographic(1.7, 0.1, 12.0) @ look_at(centre + room.lamp * 6, centre, (0, 1, 0.01))
        self._set_uniforms()
        self._draw_room_once()

    def _upload(
        self, surface: Surface, triangles: FloatArray
    ) -> tuple[Surface, moderngl.VertexArray, moderngl.VertexArray]:
        c = self._context
        data = np.hstack([triangles, np.zeros((len(triangles), _ATTRIBUTES))]).astype(np.float32)
        buffer = c.buffer(data.tobytes())
        seen = c.vertex_array(self._lit, [(buffer, "3f 3f 4f 4f", "position", "normal", "garment", "face")])
        return surface, seen, c.vertex_array(self._mix, [(buffer, "3f 44x", "position")])

    def _set_uniforms(self) -> None:
        room, camera = self._room, self._camera
        matrices: dict[str, _Value] = {
            "view_projection": _matrix(camera.matrix),
            "light_projection": _matrix(self._from_lamp),
        }
        looks: dict[str, _Value] = {
            "eye": tuple(camera.eye),
            "lamp": tuple(room.lamp),
            "ambient": room.decor.ambient,
            "shadow_map": 0,
        }
        _set(self._lit, matrices | looks | _colors(room.decor, "wall", "floor", "mat"))
        if self._dress is not None:
            _set(self._lit, _colors(self._dress.outfit, "skin", "shirt", "trousers", "shoe", "hair"))
        _set(self._mix, matrices | {"shadow_map": 0, "room_lit": 1, "room_dark": 2})
        _set(self._depth, {"light_projection": matrices["light_projection"]})

    def _draw_room_once(self) -> None:
        """Draw the room in full light and in shadow; every frame mixes the two."""
        self._context.enable(moderngl.DEPTH_TEST)
        for texture, share in ((self._room_lit, 1.0), (self._room_dark, 0.0)):
            self._canvas.use()
            self._canvas.clear(0.7, 0.7, 0.7, 1)
            self._lit["lit"] = share
            for surface, seen, _ in self._room_parts:
                self._lit["surface"] = int(surface)
                seen.render()
            self._context.copy_framebuffer(self._picture, self._canvas)
            texture.write(self._picture.read(components=4))

    def draw(self, vertices: NDArray[np.float32] | None) -> NDArray[np.uint8]:
        """Return the picture (height, width, 3), RGB, of the room and of a body.

        `vertices` (n, 3) are the body's skin points; None leaves the room empty.
        """
        c = self._context
        c.enable(moderngl.DEPTH_TEST)
        c.disable(moderngl.CULL_FACE)
        self._shadow.use()
        self._shadow.clear()
        if vertices is not None:
            self._place_body(vertices)
            self._body_shadow.render()
        self._canvas.use()
        self._canvas.clear(0.7, 0.7, 0.7, 1)
        self._shadow_map.use(0)
        if vertices is not None:
            self._lit["surface"], self._lit["lit"] = int(Surface.BODY), -1.0
            self._body.render()
        self._room_lit.use(1)
        self._room_dark.use(2)
        for surface, _, mixed in self._room_parts:
            self._mix["surface"] = int(surface)
            mixed.render()
        c.copy_framebuffer(self._picture, self._canvas)
        width, height = self._size
        pixels = np.frombuffer(self._picture.read(components=3, alignment=1), np.uint8)
        return pixels.reshape(height, width, 3)[::-1]

    def _place_body(self, vertices: NDArray[np.float32]) -> None:
        if self._dress is None:
            raise RenderError("A body was drawn without a dress; give set_scene one.")
        normals = self._normals(vertices)
        points = vertices + normals * self._dress.off_m
        self._places.write(np.hstack([points, normals]).astype(np.float32).tobytes())

    def _normals(self, vertices: NDArray[np.float32]) -> NDArray[np.float32]:
        a, b, c = (vertices[self._faces[:, i]] for i in range(3))
        sums = self._gather @ np.cross(b - a, c - a)
        normals: NDArray[np.float32] = sums / (np.linalg.norm(sums, axis=1, keepdims=True) + 1e-12)
        return normals
