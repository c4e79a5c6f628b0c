using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace FeedAggregator.Tests.House;

/// <summary>What an assembly's code names, read from its metadata: signatures, base types, and every token in every method body.</summary>
internal static class References
{
    private static readonly Dictionary<short, OpCode> Instructions = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(x => (OpCode)x.GetValue(null)!)
        .ToDictionary(x => x.Value);

    /// <summary>Pairs of namespaces: code in the first names a type of the second; both of this assembly.</summary>
    public static IReadOnlySet<(string From, string To)> BetweenNamespaces(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        var found = new HashSet<(string, string)>();
        foreach (var handle in metadata.TypeDefinitions)
        {
            var from = NamespaceOf(metadata, handle);
            foreach (
                var to in TypesNamedIn(file, metadata, handle)
                    .Select(x => NamespaceOf(metadata, x))
                    .Where(x => x.StartsWith("FeedAggregator", StringComparison.Ordinal) && x != from)
            )
            {
                found.Add((from, to));
            }
        }
        return found;
    }

    /// <summary>The names of the assemblies that an assembly refers to.</summary>
    public static IReadOnlyList<string> Assemblies(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(x => metadata.GetString(metadata.GetAssemblyReference(x).Name))];
    }

    private static IEnumerable<TypeDefinitionHandle> TypesNamedIn(PEReader file, MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var collector = new TypeCollector(metadata);
        collector.Add(type.BaseType);
        foreach (var contract in type.GetInterfaceImplementations())
        {
            collector.Add(metadata.GetInterfaceImplementation(contract).Interface);
        }
        foreach (var field in type.GetFields())
        {
            metadata.GetFieldDefinition(field).DecodeSignature(collector, null);
        }
        foreach (var method in type.GetMethods().Select(metadata.GetMethodDefinition))
        {
            method.DecodeSignature(collector, null);
            if (method.RelativeVirtualAddress != 0)
            {
                Body(file.GetMethodBody(method.RelativeVirtualAddress), metadata, collector);
            }
        }
        return collector.Found;
    }

    private static void Body(MethodBodyBlock body, MetadataReader metadata, TypeCollector collector)
    {
        if (!body.LocalSignature.IsNil)
        {
            metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(collector, null);
        }
        var code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            var first = code.ReadByte();
            var instruction = Instructions[first == 0xFE ? (short)(0xFE00 | code.ReadByte()) : first];
            switch (instruction.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    collector.Add(MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    var targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                default:
                    code.Offset += SizeOf(instruction.OperandType);
                    break;
            }
        }
    }

    /// <summary>Bytes of an operand that names no member (ECMA-335 III.1.2).</summary>
    private static int SizeOf(OperandType operand) =>
        operand switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            _ => 4,
        };

    private static string NamespaceOf(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
        {
            type = metadata.GetTypeDefinition(type.GetDeclaringType());
        }
        return metadata.GetString(type.Namespace);
    }

    /// <summary>Collects the types of this assembly that signatures and tokens name.</summary>
    private sealed class TypeCollector(MetadataReader metadata) : ISignatureTypeProvider<int, object?>
    {
        private readonly HashSet<TypeDefinitionHandle> _found = [];

        public IEnumerable<TypeDefinitionHandle> Found => _found;

        public void Add(EntityHandle handle)
        {
            // An interface has no base type.
            if (handle.IsNil)
            {
                return;
            }
            switch (handle.Kind)
            {
                case HandleKind.TypeDefinition:
                    _found.Add((TypeDefinitionHandle)handle);
                    break;
                case HandleKind.MethodDefinition:
                    var method = metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                    _found.Add(method.GetDeclaringType());
                    break;
                case HandleKind.FieldDefinition:
                    _found.Add(metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                    break;
                case HandleKind.MemberReference:
                    Add(metadata.GetMemberReference((MemberReferenceHandle)handle).Parent);
                    break;
                case HandleKind.TypeSpecification:
                    metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null);
                    break;
                case HandleKind.MethodSpecification:
                    var generic = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                    Add(generic.Method);
                    generic.DecodeSignature(this, null);
                    break;
            }
        }

        public int GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            _found.Add(handle);
            return 0;
        }

        public int GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind)
        {
            reader.GetTypeSpecification(handle).DecodeSignature(this, null);
            return 0;
        }

        public int GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => 0;

        public int GetPrimitiveType(PrimitiveTypeCode typeCode) => 0;

        public int GetArrayType(int elementType, ArrayShape shape) => 0;

        public int GetByReferenceType(int elementType) => 0;

        public int GetFunctionPointerType(MethodSignature<int> signature) => 0;

        public int GetGenericInstantiation(int genericType, System.Collections.Immutable.ImmutableArray<int> typeArguments) => 0;

        public int GetGenericMethodParameter(object? genericContext, int index) => 0;

        public int GetGenericTypeParameter(object? genericContext, int index) => 0;

        public int GetModifiedType(int modifier, int unmodifiedType, bool isRequired) => 0;

        public int GetPinnedType(int elementType) => 0;

        public int GetPointerType(int elementType) => 0;

        public int GetSZArrayType(int elementType) => 0;
    }
}
