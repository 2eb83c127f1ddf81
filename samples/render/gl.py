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


class _Figure:
    """A body on the graphics side: its points and its clothes."""

    def __init__(self, context: moderngl.Context, count: int) -> None:
        self.places = context.buffer(reserve=count * 6 * 4)
        self.clothes = context.buffer(reserve=count * _ATTRIBUTES * 4)
        self.dress: Dress | None = None
        self.there = False
        self.seen: moderngl.VertexArray
        self.shadow: moderngl.VertexArray

    def wear(self, dress: Dress | None) -> None:
        """Put `dress` on; the body itself is to be placed anew."""
        self.dress, self.there = dress, False
        if dress is not None:
            self.clothes.write(dress.attributes.tobytes())


class Renderer:
    """Draws dressed bodies in a room.

    Parameters
    ----------
    topology : Topology
        The bodies' triangles.
    size : tuple of int
        Width and height of the pictures in pixels.
    samples : int
        Samples a pixel, for smooth edges; 0 is fastest.
    """

    def __init__(self, topology: Topology, size: tuple[int, int], samples: int = 4) -> None:
        self._context = c = _context()
        self._size = size
        self._lit = c.program(_shader("lit.vert.glsl"), _shader("lit.frag.glsl"))
        self._mix = c.program(_shader("room.vert.glsl"), _shader("room.frag.glsl"))
        self._depth = c.program(_shader("depth.vert.glsl"), _shader("depth.frag.glsl"))
        self._room_lit, self._room_dark = c.texture(size, 4), c.texture(size, 4)
        self._canvas = c.framebuffer(
            [c.renderbuffer(size, 4, samples=samples)], c.depth_renderbuffer(size, samples=samples)
        )
        self._picture = c.framebuffer([c.renderbuffer(size, 4)])
        self._shadow_map = c.depth_texture((_SHADOW_PX, _SHADOW_PX))
        self._shadow_map.compare_func = ""
        self._shadow = c.framebuffer([], self._shadow_map)
        self._faces = topology.faces
        self._gather = self._face_gatherer(len(topology.weights))
        self._person, self._bystander = self._make_figure(topology), self._make_figure(topology)
        self._room_parts: list[tuple[Surface, moderngl.VertexArray, moderngl.VertexArray]] = []

    def _face_gatherer(self, count: int) -> sparse.csr_matrix:
        """Return the matrix that sums the triangles' vectors at each of `count` points."""
        faces = self._faces
        corners = (faces.T.ravel(), np.tile(np.arange(len(faces)), 3))
        return sparse.csr_matrix((np.ones(faces.size, np.float32), corners), shape=(count, len(faces)))

    def _make_figure(self, topology: Topology) -> _Figure:
        c, figure = self._context, _Figure(self._context, len(topology.weights))
        index = c.buffer(topology.faces.astype(np.int32).tobytes())
        layout = [(figure.places, "3f 3f", "position", "normal"), (figure.clothes, "4f 4f", "garment", "face")]
        figure.seen = c.vertex_array(self._lit, layout, index)
        figure.shadow = c.vertex_array(self._depth, [(figure.places, "3f 12x", "position")], index)
        return figure

    def set_scene(
        self,
        room: Room,
        camera: Camera,
        dress: Dress | None,
        bystander: tuple[Dress, NDArray[np.float32]] | None = None,
    ) -> None:
        """Take a room, a camera and, if anybody is there, what the body wears.

        `bystander` is somebody who stands still: the clothes and the skin points.
        """
        for _, seen, mixed in self._room_parts:
            seen.release()
            mixed.release()
        self._room, self._camera = room, camera
        self._room_parts = [self._upload(surface, triangles) for surface, triangles in room.parts]
        self._person.wear(dress)
        self._bystander.wear(bystander[0] if bystander else None)
        if bystander:
            self._place(self._bystander, bystander[1])
        centre = np.array([camera.target[0], camera.target[1], 0.4])
        half_m = 2.6 if bystander else 1.7  # of what has a shadow
        self._from_lamp = orthographic(half_m, 0.1, 12.0) @ look_at(centre + room.lamp * 6, centre, (0, 1, 0.01))
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
        self._person.there = False
        if vertices is not None:
            self._place(self._person, vertices)
        figures = [f for f in (self._person, self._bystander) if f.there]
        self._shadow.use()
        self._shadow.clear()
        for figure in figures:
            figure.shadow.render()
        self._canvas.use()
        self._canvas.clear(0.7, 0.7, 0.7, 1)
        self._shadow_map.use(0)
        for figure in figures:
            assert figure.dress is not None
            _set(self._lit, _colors(figure.dress.outfit, "skin", "shirt", "trousers", "shoe", "hair"))
            self._lit["surface"], self._lit["lit"] = int(Surface.BODY), -1.0
            figure.seen.render()
        self._room_lit.use(1)
        self._room_dark.use(2)
        for surface, _, mixed in self._room_parts:
            self._mix["surface"] = int(surface)
            mixed.render()
        c.copy_framebuffer(self._picture, self._canvas)
        width, height = self._size
        pixels = np.frombuffer(self._picture.read(components=3, alignment=1), np.uint8)
        return pixels.reshape(height, width, 3)[::-1]

    def _place(self, figure: _Figure, vertices: NDArray[np.float32]) -> None:
        if figure.dress is None:
            raise RenderError("A body was drawn without a dress; give set_scene one.")
        normals = self._normals(vertices)
        points = vertices + normals * figure.dress.off_m
        figure.there = True
        figure.places.write(np.hstack([points, normals]).astype(np.float32).tobytes())

    def _normals(self, vertices: NDArray[np.float32]) -> NDArray[np.float32]:
        a, b, c = (vertices[self._faces[:, i]] for i in range(3))
        sums = self._gather @ np.cross(b - a, c - a)
        normals: NDArray[np.float32] = sums / (np.linalg.norm(sums, axis=1, keepdims=True) + 1e-12)
        return normals
